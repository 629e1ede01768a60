"""Dropping trees that no snapshot of the catalog leads to any more."""

from __future__ import annotations

from sqlalchemy import Engine, bindparam, delete, select

from firstbell.catalog import schema
from firstbell.catalog.transactions import begin_writing
from firstbell.catalog.trees import KnownTrees
from firstbell.catalog.views import EngineReading

_DROP = delete(schema.trees).where(schema.trees.c.id == bindparam("tree_id"))

_DROP_PARTS = delete(schema.parts).where(schema.parts.c.id.not_in(select(schema.trees.c.part)))


def sweep_trees(engine: Engine) -> int:
    """Drop them; gives how many went."""
    with begin_writing(engine) as connection:
        known = KnownTrees(EngineReading(connection))
        waiting = list(connection.scalars(select(schema.snapshots.c.tree).distinct()))
        reached = set(waiting)
        while waiting:
            for entry in known.load(waiting.pop()).values():
                if entry.subtree and entry.subtree not in reached:
                    reached.add(entry.subtree)
                    waiting.append(entry.subtree)
        stored = connection.scalars(select(schema.trees.c.id))
        unreached = [tree_id for tree_id in stored if tree_id not in reached]
        if unreached:
            connection.execute(_DROP, [{"tree_id": tree_id} for tree_id in unreached])
            connection.execute(_DROP_PARTS)
        return len(unreached)
