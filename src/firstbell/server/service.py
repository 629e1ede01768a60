"""What all requests share: the vault, threads for the disk, figures, and who does what right now."""

from __future__ import annotations

import asyncio
import os
from collections import Counter, OrderedDict
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from firstbell.server.arrival_writer import ArrivalWriter
from firstbell.server.connection_table import ConnectionTable
from firstbell.server.figures import Figures
from firstbell.server.lines import Lines
from firstbell.server.rate_limits import GuessPacer, RequestPacer
from firstbell.server.read_volumes import ReadingTable
from firstbell.server.rounds import Rounds
from firstbell.server.settings import ServerSettings
from firstbell.server.spooled_upload import SpooledUpload
from firstbell.store import Kind, ObjectNotFoundError, Store, StoreError, Upload
from firstbell.vault import Vault, VaultUnreachableError
from firstbell.vault.entries import ReadingEntry
from firstbell.vault.inventory import JUDGED
from firstbell.vault.judgements import ObjectKey
from firstbell.vault.looks import Unjudged, find_unjudged
from firstbell.vault.reconciliation import find_object, settle_doubts

P = ParamSpec("P")
T = TypeVar("T")
_THREADS = 24
_RECEIVING = 8
_UNANSWERED = 10_000


class Service:
    """One running server. Belongs to its event loop, but for `run`, which does work beside it."""

    def __init__(self, vault: Vault, settings: ServerSettings, lines: Lines) -> None:
        self.vault = vault
        self.settings = settings
        self.lines = lines
        self.figures = Figures()
        self.tables: list[ConnectionTable] = []
        self.guesses = GuessPacer()
        self.requests = RequestPacer()
        self.uploads = RequestPacer()
        self.claiming = RequestPacer()
        self.busy: Counter[str] = Counter()
        self.reserved_bytes: Counter[str] = Counter()
        self.unanswered = Unanswered()
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="disk")
        self._receiving = ThreadPoolExecutor(_RECEIVING, thread_name_prefix="receiving")
        self.arriving = ArrivalWriter(vault, self.run)
        self.readings = ReadingTable(vault.clock)
        self._unwritten: list[ReadingEntry] = []
        self._places: dict[str, Store] = {}
        self._unjudged: tuple[tuple[int, int], Unjudged] | None = None
        # of its own: what waits for a bucket that does not answer keeps nobody from being told so
        self._asking = ThreadPoolExecutor(1, thread_name_prefix="asking")
        self._rounds = Rounds(self._ask_bucket)
        self._is_cut_off = False
        self._asked_s = float("-inf")
        self.doubts: dict[ObjectKey, int] = {}

    def run(self, work: Callable[P, T], *args: P.args, **named: P.kwargs) -> asyncio.Future[T]:
        """Work that waits for the disk, beside the event loop."""
        return asyncio.get_running_loop().run_in_executor(self._threads, lambda: work(*args, **named))

    def run_receiving(self, work: Callable[P, T], *args: P.args, **named: P.kwargs) -> asyncio.Future[T]:
        """Work that takes in a body, apart from all other, which is not to wait for it."""
        return asyncio.get_running_loop().run_in_executor(self._receiving, lambda: work(*args, **named))

    def now_s(self) -> float:
        """A steady clock."""
        return asyncio.get_running_loop().time()

    def place(self, host: str) -> Store:
        """The objects of a host."""
        if host not in self._places:
            self._places[host] = self.vault.open_place(host)
        return self._places[host]

    def begin_upload(self, host: str, kind: Kind) -> Upload:
        """An object on its way in, which memory does not hold. Raises: StoreError."""
        place = self.place(host)
        if self.vault.bucket is not None:
            return SpooledUpload(place, kind, self.vault.folder)
        return place.begin(kind)

    def open_object(self, host: str, kind: Kind, name: str) -> int:
        """A descriptor of an object, to be closed. Raises: ObjectNotFoundError."""
        try:
            path = find_object(self.vault.folder, (host, kind.value, name))
            return os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            raise ObjectNotFoundError(f"{kind}/{name} does not exist") from None

    def is_served(self, host: str, kind: str, name: str) -> bool:
        """Whether a reader may see the object, if it is there."""
        if self.vault.judgements.is_set_aside(host, kind, name):
            return False
        if not self.settings.proven_only or kind not in JUDGED:
            return True
        # what is on the disk and not in the journal yet is a stranger's
        is_desks = name in self.vault.inventory.of(host).vouched[kind]
        return is_desks or self.vault.judgements.is_proven(host, kind, name)

    def may_be_desks(self, host: str, kind: str, name: str) -> bool:
        """Whether nothing is known of the object: the desk may have written it just now."""
        held = self.vault.inventory.of(host)
        is_judged_here = self.settings.proven_only and kind in JUDGED
        return is_judged_here and name not in held.judged[kind] and name not in held.vouched[kind]

    def awaits_proof(self, host: str, kind: str, name: str) -> bool:
        """Whether the object came, and nobody judged it yet."""
        came = kind in JUDGED and name in self.vault.inventory.of(host).judged[kind]
        return came and not self.vault.judgements.is_judged(host, kind, name)

    async def take_in_rules(self) -> None:
        """Take in what holds for hosts; where several servers share the vault all that any of them answered.

        Raises: VaultError; VaultUnreachableError: nothing may be answered then.
        """
        if self.vault.is_shared:
            await self._rounds.join()
        else:
            self.vault.refresh_rules()

    async def take_in(self, *, within_s: float = 0.0) -> None:
        """As `take_in_rules`, and what came. Raises: as `take_in_rules`.

        `within_s`: a bucket that answered within so many seconds is not asked again.
        """
        if self.vault.is_shared:
            if self.now_s() - self._asked_s >= within_s:
                await self._rounds.join()
        else:
            await self.run(self.vault.refresh)

    async def _ask_bucket(self) -> None:
        began_s = self.now_s()
        await asyncio.get_running_loop().run_in_executor(self._asking, self.vault.refresh)
        self._asked_s = began_s
        if self._is_cut_off:
            self._is_cut_off = False
            self.lines.tell("reachable", bucket=self._name_bucket())

    async def tend(self) -> None:
        """Every second: what others wrote; every minute: who read how much. Until it is cancelled."""
        began_s = self.now_s()
        while True:
            for _ in range(60):
                await asyncio.sleep(1.0)
                await self._try(self.take_in)
                self.lines.settle()
                if self.doubts and self.now_s() - began_s >= self.settings.settle_s:
                    await self._try(self._settle_doubts)
            for table in self.tables:
                table.tell()
            await self._try(self.note_readings)

    async def _try(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do it; a bucket that does not answer is told once, and asked again."""
        try:
            await work()
        except (VaultUnreachableError, StoreError) as error:
            if not self.vault.is_shared:
                raise
            if not self._is_cut_off:
                self._is_cut_off = True
                self.lines.tell("unreachable", bucket=self._name_bucket(), problem=str(error))

    def _name_bucket(self) -> str:
        return self.vault.bucket.url if self.vault.bucket is not None else ""

    async def _settle_doubts(self) -> None:
        found = await self.run(settle_doubts, self.vault, self.doubts)
        self.doubts = {}
        if found.found or found.missed:
            self.lines.tell("reconciled", found=found.found, missed=found.missed)

    async def note_readings(self) -> None:
        """Write down who read how much since the last time."""
        self._unwritten = [*self._unwritten, *self.readings.take()][-_UNANSWERED:]
        if self._unwritten:
            await self.run(self.vault.note_reading, *self._unwritten)
            self._unwritten = []

    def find_unjudged(self) -> Unjudged:
        """What came and is not judged; counted anew only after something came or was judged."""
        position = self.vault.position
        if self._unjudged is None or self._unjudged[0] != position:
            self._unjudged = position, find_unjudged(self.vault)
        return self._unjudged[1]

    def close(self) -> None:
        """Let go of the threads; what they do is done first."""
        self._receiving.shutdown()
        self._threads.shutdown()
        self._asking.shutdown()


class Unanswered:
    """Objects that were published, but whose uploader may not have read our answer: he will ask again."""

    def __init__(self) -> None:
        self._keys: OrderedDict[tuple[str, str, str], None] = OrderedDict()

    def note(self, key: tuple[str, str, str]) -> None:
        """(host, type, name) of an object whose answer was lost."""
        self._keys[key] = None
        if len(self._keys) > _UNANSWERED:
            self._keys.popitem(last=False)

    def discard(self, key: tuple[str, str, str]) -> None:
        """It was answered now."""
        self._keys.pop(key, None)

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __len__(self) -> int:
        return len(self._keys)
