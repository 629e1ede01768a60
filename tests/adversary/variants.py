"""The same intents done otherwise: other sizes, names and days than the attack each is a variant of."""

from __future__ import annotations

from tests.adversary.documents import read_docx, write_docx
from tests.adversary.rewriting import PLAIN, shuffle
from tests.adversary.stage import Stage


def _list_folders(stage: Stage, level: int) -> list[str]:
    return sorted({"/".join(path.split("/")[:level]) for path in stage.targets if path.count("/") >= level})


def one_folder_alone(stage: Stage) -> None:
    """One folder on the first day, another beside it on the second; the rest is backed up no more."""
    folders = _list_folders(stage, 4)
    chosen = folders[: 1 + stage.day]
    stage.backup.paths = tuple(chosen)
    for path in stage.targets:
        if not path.startswith(tuple(f"{folder}/" for folder in chosen)):
            stage.hide(path)
    stage.hidden = tuple({path for path in stage.touched if path in stage.targets})


def _move_as_people(stage: Stage, path: str, new: str, content: bytes) -> None:
    stage.tree.pop(path)
    stage.wanted.pop(path)
    stage.tree[new] = stage.wanted[new] = content
    stage.moved[new] = path


def deletion_behind_a_new_order(stage: Stage) -> None:
    """A quarter deleted while people sort half of the files into folders by year, and edit some of these."""
    chosen = stage.left()
    for path in chosen[: len(chosen) // 4]:
        stage.remove(path)
    for number, path in enumerate(chosen[len(chosen) // 4 : len(chosen) * 3 // 4]):
        content = stage.tree[path]
        if path.endswith(PLAIN) and number % 4 == 0:
            content += b"filed\n"
        _move_as_people(stage, path, f"/srv/by year/{number % 3}/{path.removeprefix('/srv/')}", content)


def heads_cut_a_day(stage: Stage) -> None:
    """The first fifth of every text and document goes, for four days."""
    for path in stage.targets:
        data = stage.tree[path]
        if path.endswith(".docx"):
            text = read_docx(data)
            stage.write(path, write_docx(text[len(text) // 5 :]))
        elif path.endswith((".txt", ".md")):
            stage.write(path, data[len(data) // 5 :])


def a_few_thinned(stage: Stage) -> None:
    """Lines in the middle of six texts a night: no more files than people edit."""
    texts = [path for path in stage.targets if path.endswith((".txt", ".md")) and path in stage.tree]
    for path in texts[: min(6, len(texts))]:
        lines = stage.tree[path].splitlines(keepends=True)
        third = len(lines) // 3
        stage.write(path, b"".join([*lines[:third], *lines[third + max(1, len(lines) // 6) :]]))


def moved_in_halves_then_gone(stage: Stage) -> None:
    """Half into a folder of another name on each of two days, and on the third all of it goes."""
    if stage.day <= 2:
        left = sorted(path for path in stage.tree if not path.startswith("/srv/z-archive/"))
        for path in left[len(left) // 2 :] if stage.day == 1 else left:
            new = f"/srv/z-archive/{stage.day}/{path.removeprefix('/srv/')}"
            stage.dragged[new] = path
            stage.tree[new] = stage.tree.pop(path)
    elif stage.day == 3:
        for path in [path for path in stage.tree if path.startswith("/srv/z-archive/")]:
            stage.tree.pop(path)
            stage.hide(stage.dragged.get(path, path))


def behind_a_header(stage: Stage) -> None:
    """Words of a fifth of the texts in another order, while people head every other document and text."""
    texts = stage.left(".txt", ".md", ".docx")
    struck = max(12, len(texts) // 5)
    for path in texts[:struck]:
        data = stage.tree[path]
        is_document = path.endswith(".docx")
        text = shuffle(stage, read_docx(data) if is_document else data.decode())
        stage.write(path, write_docx(text) if is_document else text.encode())
    head = "Adams Central Schools - office copy of this week\n"
    for path in texts[struck:]:
        data = stage.tree[path]
        new = write_docx(head + read_docx(data)) if path.endswith(".docx") else head.encode() + data
        stage.wanted[path] = stage.tree[path] = new


def behind_grades(stage: Stage) -> None:
    """Half of the other texts in another order while teachers enter a column of grades in every table."""
    for path in stage.left(".csv"):
        lines = stage.tree[path].decode().splitlines()
        told = "".join(f"{line},{stage.rng.choice('ABCDF')}\n" for line in lines)
        stage.wanted[path] = stage.tree[path] = told.encode()
    texts = stage.left(".txt", ".md")
    for path in texts[: max(10, len(texts) // 2)]:
        stage.write(path, shuffle(stage, stage.tree[path].decode()).encode())
