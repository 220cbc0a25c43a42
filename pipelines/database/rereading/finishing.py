"""Knows what is left when all batches are read: families for documents that wait for one; earlier ones to prune."""

from sqlalchemy import Engine, delete, func, select

from pipelines.database.patience import persist
from pipelines.database.tables import earlier_documents, earlier_readings
from pipelines.database.transactions import read_from, write_to
from pipelines.database.writing.grouping import group_some

_AT_ONCE = 1_000


def group_again(engine: Engine) -> None:
    """Families for all documents that have none, in one transaction after the other."""

    def group() -> bool:
        with write_to(engine, "the families of documents") as connection:
            return group_some(connection)

    while persist(group):
        pass


def count_earlier(engine: Engine) -> int:
    """How many documents of earlier readers are kept."""
    with read_from(engine) as connection:
        return int(connection.execute(select(func.count()).select_from(earlier_documents)).scalar_one())


def prune(engine: Engine) -> int:
    """Takes away what earlier readers made, some at a time, and says how many documents those were."""
    pruned = 0

    def take_away() -> int:
        with write_to(engine, "that earlier documents are gone") as connection:
            some = connection.scalars(select(earlier_documents.c.id).order_by(earlier_documents.c.id).limit(_AT_ONCE))
            ids = some.all()
            connection.execute(delete(earlier_readings).where(earlier_readings.c.earlier_document_id.in_(ids)))
            connection.execute(delete(earlier_documents).where(earlier_documents.c.id.in_(ids)))
            return len(ids)

    while gone := persist(take_away):
        pruned += gone
    return pruned
