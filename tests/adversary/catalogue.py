"""The attacks in the order of the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.adversary import rewriting as r
from tests.adversary import taking as t
from tests.adversary import variants as v
from tests.adversary.stage import Stage


@dataclass(frozen=True)
class Attack:
    """`days`: how many days it goes on. `told`: what he does, for the page."""

    name: str
    days: int
    deed: Callable[[Stage], None]
    told: str


ATTACKS: tuple[Attack, ...] = (
    Attack("whole files", 1, r.whole_at_once, "every file noise under a new suffix, in one night"),
    Attack("silent in place", 1, r.in_place, "16 bytes of every 32 noise, names and lengths kept"),
    Attack("zeroing", 1, r.zeroing, "every byte of every file zero"),
    Attack("emptying", 1, r.emptying, "every file emptied"),
    Attack("a file a day", 14, r.one_a_day, "one file noise each night"),
    Attack("heads kept", 3, r.heads_kept, "40 files a night noise behind their first 512 bytes"),
    Attack(
        "under another host's name",
        1,
        r.under_another_host,
        "every file noise, backed up as a new host",
    ),
    Attack("noise in members", 1, r.noise_in_members, "docx, xlsx: members of noise, checksums right"),
    Attack(
        "noise in PDF streams",
        1,
        r.noise_in_pdf_streams,
        "every stream a valid packed stream of noise",
    ),
    Attack("noise in JPEG segments", 1, r.noise_in_jpeg_segments, "a grey picture, noise in its segments"),
    Attack("all valid wrappers", 1, r.noise_in_all_wrappers, "the three together"),
    Attack("valid wrappers slowly", 12, r.noise_in_wrappers_slowly, "four office documents a night"),
    Attack("cover pages", 1, r.noise_behind_a_cover_page, "documents that say they were moved"),
    Attack("pictures of noise", 1, r.pictures_of_noise, "every picture a valid picture of noise"),
    Attack("pictures blackened", 1, r.pictures_blackened, "every picture black"),
    Attack("tiles of pictures moved", 1, r.tiles_moved, "tiles of every picture in a keyed order"),
    Attack("words moved", 1, r.words_moved, "words of texts and documents in a keyed order"),
    Attack("paragraphs moved", 1, r.paragraphs_moved, "lines in a keyed order, each line whole"),
    Attack("cells moved", 1, r.cells_moved, "cells of every table in a keyed order"),
    Attack("letters moved", 1, t.shuffle_bytes_of_texts, "letters of every text in a keyed order"),
    Attack("numbers falsified", 1, r.numbers_falsified, "tables of other numbers, texts of other words"),
    Attack("most moved, the rest loud", 2, r.transposed_and_loud, "keyed orders, then noise for the rest"),
    Attack("noise as words", 1, r.noise_as_words, "a word of a book of 256 for each byte of noise"),
    Attack("noise as base64", 1, r.noise_as_base64, "texts in lines of base64"),
    Attack("one document over all", 1, r.one_over_all, "one file of each type copied over all of it"),
    Attack("contents exchanged", 1, t.names_exchanged, "every file holds what another one held"),
    Attack("other documents", 1, t.other_documents, "a third replaced by good ones from elsewhere"),
    Attack("folders excluded", 1, t.excluded_folders, "half of the folders left out of the backup"),
    Attack("types excluded", 1, t.excluded_types, "two types left out of the backup"),
    Attack("excluded by size", 1, t.excluded_by_size, "an option that no snapshot records"),
    Attack("fewer paths", 1, t.fewer_paths, "a third of the folders backed up as lines of their own"),
    Attack("random names", 1, t.random_names, "every file renamed, contents unchanged"),
    Attack("random names slowly", 10, t.random_names_slowly, "five a night, endings kept"),
    Attack("15 a day to .gpg", 16, t.gpg_fifteen_a_day, "for 16 days"),
    Attack("openssl, same names", 4, t.openssl_same_names, "25 files a night in containers of openssl"),
    Attack("locked archive", 1, t.locked_archive, "a third into one archive with a password, then deleted"),
    Attack(
        "false archive",
        1,
        t.false_archive,
        "a quarter deleted; an archive of noise under their names",
    ),
    Attack("false migration", 1, t.false_migration, "documents 'saved as PDF' that say something else"),
    Attack("gzip of noise", 2, t.gzip_of_noise, "40 files a night, valid, .gz behind their names"),
    Attack("bytes as pictures", 1, t.bytes_of_png, "pictures and PDFs as points of valid PNGs"),
    Attack("29 deletions a day", 8, t.deletions_29_a_day, "for 8 days, here and there"),
    Attack("a deletion a day", 40, t.deletion_of_one_a_day, "for 40 days"),
    Attack("folder by folder", 6, t.folders_one_by_one, "one folder a night, with all in it"),
    Attack(
        "deletions as an upgrade",
        6,
        t.deletion_with_as_many_new,
        "14 go and 14 good ones come, each night",
    ),
    Attack(
        "deletions watered down",
        10,
        t.deletion_watered_down,
        "600 files of the intruder's own first, then 8 a night",
    ),
    Attack(
        "deletions, clock ahead",
        8,
        t.deletion_with_the_clock_ahead,
        "100 days pass from backup to backup",
    ),
    Attack("deletions, clock back", 8, t.deletion_with_the_clock_back, "all days within minutes"),
    Attack(
        "deletions behind moves",
        1,
        t.deletion_behind_moves,
        "a fifth deleted while a third moves honestly",
    ),
    Attack("one folder deleted", 1, t.one_folder_deleted, "all of one folder"),
    Attack("all cut to half", 1, t.cut_to_half, "the second half of every file"),
    Attack("texts cut, a fifth a day", 5, t.cut_a_fifth_a_day, "for five days"),
    Attack("moved, then deleted", 5, t.moved_then_deleted, "all into one folder, then 60 a night of it"),
    Attack("mixed, a few a day", 10, t.mixed_six_a_day, "deletion, noise, keyed order and .gpg in turns"),
    Attack("behind a bulk edit", 1, t.behind_bulk_edit, "a third in keyed order, all texts edited that day"),
    Attack("one folder alone", 2, v.one_folder_alone, "one folder is backed up, a second one the day after"),
    Attack(
        "deletions behind a new order",
        1,
        v.deletion_behind_a_new_order,
        "a quarter deleted while people sort half by year and edit some",
    ),
    Attack("heads cut, a fifth a day", 4, v.heads_cut_a_day, "texts and documents lose their beginning"),
    Attack("six texts thinned a day", 5, v.a_few_thinned, "a sixth of their lines, from the middle"),
    Attack(
        "moved in halves, then gone",
        3,
        v.moved_in_halves_then_gone,
        "two days of moves, all gone on the third",
    ),
    Attack(
        "behind a header", 1, v.behind_a_header, "a fifth in keyed order, a header on all other documents"
    ),
    Attack("behind grades", 1, v.behind_grades, "texts in keyed order, a column in every table"),
)
