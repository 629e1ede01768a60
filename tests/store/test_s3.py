"""A store in a plain bucket of a real S3 server."""

from __future__ import annotations

import pytest

from firstbell.base.ids import hash_id
from firstbell.store import (
    Store,
)
from tests.contract.store_suite import StoreContract
from tests.store.radosgw import S3Server

BUCKET = "plain"


@pytest.fixture(scope="module")
def bucket(s3_server: S3Server) -> str:
    s3_server.open(BUCKET).create()
    return BUCKET


class TestS3Store(StoreContract):
    @pytest.fixture
    def store(self, s3_server: S3Server, bucket: str, request: pytest.FixtureRequest) -> Store:
        store = s3_server.open(bucket, hash_id(request.node.name.encode()).hex()[:16])
        store.create()
        return store
