"""Accounts of the machine that exist while the faults run: one for each role, and some without a role."""

import atexit
import os
import random
import shutil
import signal
import subprocess
import sys
import time

from trial import LeftOut

ROLES = ("viewer", "operator", "coordinator", "auditor")


class Accounts:
    """System accounts, each in the group of its role. They may connect, and labd recognises them by their groups.

    Nobody can log in to them. `remove` takes them and the groups away again, and is called at the end of the process also
    after an exception.
    """

    made = None

    @classmethod
    def of_the_machine(cls):
        """Returns the accounts, which are created when they are first needed; throws `LeftOut` if none may be created."""
        if cls.made is None:
            cls.made = cls()
        return cls.made

    def __init__(self):
        tools = ("useradd", "userdel", "groupadd", "groupdel", "setpriv", "nice")
        missing = [tool for tool in tools if not shutil.which(tool)]
        if os.geteuid() != 0 or missing:
            raise LeftOut("making accounts needs root" + (f" and {', '.join(missing)}" if missing else ""))
        self.prefix = f"lf{random.randrange(1 << 20):x}"
        self.groups, self.names = [], []
        atexit.register(self.remove)
        for role in ROLES:
            self.run("groupadd", "--system", self.group(role))
            self.groups.append(self.group(role))
        self.honest = self.add("honest", "operator")
        self.attackers = {role: self.add(role, role) for role in ROLES}
        self.strangers = [self.add(f"stranger-{number}", None) for number in (1, 2)]

    def group(self, role):
        """Returns the name of a role's group."""
        return f"{self.prefix}-{role}s"

    def roles(self):
        """Returns the lines of the settings that give the groups their roles."""
        return "\n".join(f'{role} = ["{self.group(role)}"]' for role in ROLES)

    def add(self, name, role):
        """Creates an account in the group of `role`, and returns its name."""
        name = f"{self.prefix}-{name}"
        groups = ["--groups", self.group(role)] if role else []
        self.run("useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", *groups, name)
        self.names.append(name)
        return name

    def run(self, *command):
        """Runs a command that creates an account or a group; if it fails, the attacks are left out."""
        run = subprocess.run(command, capture_output=True, text=True)
        if run.returncode != 0:
            raise LeftOut(f"{command[0]}: {(run.stderr or run.stdout).strip()[:80]}")

    def start(self, account, niceness, *arguments):
        """Starts a Python program under an account, with pipes to its input and from its output."""
        # Not the interpreter that runs this script, which may be readable only by root.
        python = shutil.which("python3", path="/usr/bin:/bin:/usr/local/bin") or sys.executable
        account = ["setpriv", "--reuid", account, "--regid", account, "--init-groups", "--inh-caps=-all"]
        return subprocess.Popen(
            ["nice", "-n", str(niceness), *account, python, *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def remove(self):
        """Removes the accounts and the groups. Only SIGKILL interrupts it."""
        for ending in (signal.SIGINT, signal.SIGTERM):
            signal.signal(ending, signal.SIG_IGN)
        for name in self.names:
            # A killed process of the account may still exist for a moment.
            for _ in range(50):
                if subprocess.run(["userdel", name], capture_output=True).returncode != 8:
                    break
                time.sleep(0.1)
        for group in self.groups:
            subprocess.run(["groupdel", group], capture_output=True)
        self.names, self.groups = [], []
