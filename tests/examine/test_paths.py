"""Parts of paths inside a snapshot, whatever bytes they are made of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstbell.examine.paths import get_extension, get_top_folder, split_path

PATHS = st.lists(
    st.binary(min_size=1, max_size=4).filter(lambda name: b"/" not in name), min_size=1, max_size=5
)


@given(PATHS)
def test_folder_and_name_make_up_the_path_again(names: list[bytes]) -> None:
    path = b"/" + b"/".join(names)

    folder, name = split_path(path)

    assert folder + name == path
    assert folder.endswith(b"/")
    assert name == names[-1]
    assert get_extension(path) in (b"", name[name.rfind(b".") :].lower())


@pytest.mark.parametrize(
    ("path", "extension"),
    [
        (b"/srv/a.DOCX", b".docx"),
        (b"/srv.d/a", b""),
        (b"/srv/.profile", b""),
        (b"/srv/.a.txt", b".txt"),
        (b"/srv/a.", b"."),
        (b"/srv/a.tar.gz", b".gz"),
        (b"/srv/a.\xc4\xff", b".\xc4\xff"),
        (b"a", b""),
        (b"", b""),
    ],
)
def test_an_extension_is_the_last_suffix_of_a_name(path: bytes, extension: bytes) -> None:
    assert get_extension(path) == extension


@pytest.mark.parametrize(
    ("path", "roots", "top"),
    [
        (b"/srv/files/staff/a/b.txt", [b"/srv/files"], b"/srv/files/staff/"),
        (b"/srv/files/staff/a/b.txt", [b"/srv/files/"], b"/srv/files/staff/"),
        (b"/srv/files/b.txt", [b"/srv/files"], b"/srv/files/"),
        (b"/srv/files/staff/b.txt", [b"/srv", b"/srv/files"], b"/srv/files/staff/"),
        (b"/srv/filesystem/staff/b.txt", [b"/srv/files"], b"/srv/filesystem/"),
        (b"/srv/files/staff/b.txt", [], b"/srv/files/"),
        (b"/srv/b.txt", [], b"/srv/"),
        (b"/b.txt", [], b"/"),
        (b"/C/Users/kay/b.txt", [b"/"], b"/C/"),
    ],
)
def test_a_top_folder_lies_right_below_what_was_backed_up(
    path: bytes, roots: list[bytes], top: bytes
) -> None:
    assert get_top_folder(path, roots) == top


@given(PATHS, st.lists(PATHS, max_size=3))
def test_a_top_folder_always_holds_the_path(names: list[bytes], roots: list[list[bytes]]) -> None:
    path = b"/" + b"/".join(names)

    top = get_top_folder(path, [b"/" + b"/".join(root) for root in roots])

    assert path.startswith(top)
    assert top.endswith(b"/")
    assert top.startswith(b"/")
