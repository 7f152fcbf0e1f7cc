"""pyftpdlib_server.py MODE ADDRESS PORT FIRST-LAST HOME USER_ID CERTIFICATE [fxp]: one pyftpdlib server."""

import logging
import os
import sys

from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.filesystems import AbstractedFS
from pyftpdlib.handlers import FTPHandler, TLS_FTPHandler
from pyftpdlib.servers import ThreadedFTPServer


class ImplicitHandler(TLS_FTPHandler):
    """Greets only after the handshake; the library itself has explicit TLS alone."""

    def handle(self):
        if self._ssl_established:
            super().handle()
        else:
            self.secure_connection(self.ssl_context)

    def handle_ssl_established(self):
        super().handle()


def main(mode, address, port, passive_ports, home, user_id, certificate, *settings):
    users = DummyAuthorizer()
    users.add_user("drover", "drover", home, perm="elradfmwMT")
    users.add_anonymous(home + "/pub")

    handler = {"plain": FTPHandler, "implicit": ImplicitHandler}.get(mode, TLS_FTPHandler)
    handler.authorizer = users
    handler.abstracted_fs = AbstractedFS
    handler.banner = "pyftpdlib ready."
    first, last = passive_ports.split("-")
    handler.passive_ports = range(int(first), int(last) + 1)
    handler.permit_foreign_addresses = "fxp" in settings
    if mode != "plain":
        handler.certfile = certificate
        handler.ssl_context = handler.get_ssl_context()
        handler.tls_control_required = handler.tls_data_required = mode in ("required", "implicit")

    logging.basicConfig(level=logging.DEBUG, format="%(asctime)s %(message)s")
    server = ThreadedFTPServer((address, int(port)), handler)
    os.setgroups([])
    os.setgid(int(user_id))
    os.setuid(int(user_id))  # only now: the key of the certificate is root's
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
