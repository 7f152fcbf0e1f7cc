"""inetd.py ADDRESS PORT COMMAND [ARGUMENT...]: runs the command for each connection, which is its stdin and stdout."""

import os
import signal
import socket
import sys

address, port, command = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
# linux-ftpd writes its title over argv and environ, up to the last variable, and dies when that one is not where the
# kernel put it. pam_wrapper sets one variable: it must be there already, and not be the last.
variables = {"PAM_WRAPPER_RUNTIME_DIR": ""} | dict(os.environ) | {"LAST_VARIABLE": ""}
family = socket.AF_INET6 if ":" in address else socket.AF_INET
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
listener = socket.create_server((address, port), family=family, backlog=64)
while True:
    connection, _ = listener.accept()
    if os.fork() == 0:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        listener.close()
        for descriptor in (0, 1, 2):
            os.dup2(connection.fileno(), descriptor)
        os.execve(command[0], command, variables)
    connection.close()
