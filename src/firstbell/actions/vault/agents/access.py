"""What a host needs to reach its repository, as the environment of restic has it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Access:
    """What a host needs to know. `certificate`: PEM, "" where none is to be trusted specially."""

    host: str
    url: str
    user: str
    credential: str
    password: str
    certificate: str = ""

    def list_variables(self, certificate: str) -> list[tuple[str, str]]:
        """Restic's variables; `certificate`: where that file will lie on the host."""
        variables = [
            ("RESTIC_REPOSITORY", self.url),
            ("RESTIC_REST_USERNAME", self.user),
            ("RESTIC_REST_PASSWORD", self.credential),
            ("RESTIC_PASSWORD", self.password),
        ]
        return variables + ([("RESTIC_CACERT", certificate)] if self.certificate else [])


def render_file(path: str, text: str) -> str:
    """A here-document that writes a file in a POSIX shell; "" where there is no text."""
    return f"cat > {path} <<'END'\n{text.rstrip()}\nEND\n" if text else ""
