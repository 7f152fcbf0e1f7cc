# Sourced by the scripts that start one server each:
#
#   SCRIPT MODE PORT STATE [SETTING...]
#
# The server runs in the foreground, on loopback, and ends with the pid of the script, since each script ends in exec.
# STATE is a folder for its configuration, logs and STATE/home, the tree of the user "drover" (password "drover");
# anonymous logins, where a server has them, may read STATE/home/pub. What is in STATE/home already stays there.
#
#   ADDRESS         where to listen (127.0.0.1)
#   PASSIVE_PORTS   FIRST-LAST (the hundred ports behind PORT)
#   CERTIFICATES    a folder with ca.crt and server.{crt,key,pem} (that of setup)
#   DROVER_SERVERS  where setup has put the servers (.servers of the project)
#
# The accounts exist for the server only: nss_wrapper shows it a passwd file of its own. Servers that ask PAM reach the
# same file through pam_unix, which Debian's service "other" asks in place of a service that is not there.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
servers=${DROVER_SERVERS:-$(cd "$here/../../.." && pwd)/.servers}
mode=${1:?mode} port=${2:?port} state=${3:?state folder}
shift 3
address=${ADDRESS:-127.0.0.1}
passive=${PASSIVE_PORTS:-$((port + 1))-$((port + 100))}
certificates=${CERTIFICATES:-$servers/certificates}
home=$state/home

# Numbers that no account of a usual machine has.
user_id=20021 anonymous_id=20022
password_hash=$(perl -e 'print crypt("drover", q($6$drover$))')

unknown_mode() {
  echo "${0##*/} has no mode $mode" >&2
  exit 2
}

libraries=$(printf '%s:' "$servers"/*/usr/lib/*-linux-gnu "$servers"/*/lib/*-linux-gnu)
export LD_LIBRARY_PATH=${libraries%:}

mkdir -p "$home/pub"
chown -R "$user_id:$user_id" "$home"
chmod 755 "$state" "$home"

cat >"$state/passwd" <<PASSWD
root:*:0:0:root:/root:/bin/sh
nobody:*:65534:65534:nobody:/nonexistent:/bin/sh
drover:$password_hash:$user_id:$user_id:drover:$home:/bin/sh
ftp:*:$anonymous_id:$anonymous_id:ftp:$home/pub:/bin/sh
PASSWD
cat >"$state/group" <<GROUP
root:x:0:
nogroup:x:65534:
drover:x:$user_id:
ftp:x:$anonymous_id:
GROUP
chmod 600 "$state/passwd" "$state/group"

# Shows the accounts above to the program that is started with exec after this.
show_accounts() {
  export NSS_WRAPPER_PASSWD=$state/passwd NSS_WRAPPER_GROUP=$state/group
  export LD_PRELOAD=$(echo "$servers"/wrappers/usr/lib/*/libnss_wrapper.so)
}
