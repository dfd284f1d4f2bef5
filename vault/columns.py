"""Which columns of the database the vault holds, and what is in them as it lies there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models.functions import Cast

from vault.fields import BlindIndexField, SealedTextField
from vault.sealing import CannotUnseal, opens_with_newest_key, unseal

Row = Mapping[str, str | None]  # field name → raw column


@dataclass(frozen=True)
class VaultedModel:
    """A model with sealed fields or blind indexes of its own."""

    model: type[models.Model]
    sealed: tuple[str, ...]
    indexes: tuple[BlindIndexField, ...]

    @property
    def label(self) -> str:
        return self.model._meta.label

    def rows(self, *, after: Any, batch: int, lock: bool = False) -> list[tuple[Any, Row]]:
        """At most `batch` pairs of key and row, by key, above `after` (None: from the start)."""
        names = self._names()
        # Not by a manager of the model's, which might hide rows.
        queryset: models.QuerySet[Any] = models.QuerySet(self.model).order_by("pk")
        if after is not None:
            queryset = queryset.filter(pk__gt=after)
        if lock:
            queryset = queryset.select_for_update()
        raw = queryset.values_list("pk", *(Cast(name, models.TextField()) for name in names))[:batch]
        return [(pk, dict(zip(names, columns, strict=True))) for pk, *columns in raw]

    def renewed(self, pk: Any, row: Row) -> dict[str, str | None]:
        """What to write, by field, to have the row under the newest keys alone; empty where it is.

        Raises CannotUnseal, naming the row.
        """
        try:
            texts = {name: unseal(token) if (token := row[name]) else token for name in self.sealed}
        except CannotUnseal as error:
            raise CannotUnseal(f"{self.label} {pk}: {error}") from error
        indexes = {index.name: index.index_of({**row, **texts}[index.source]) for index in self.indexes}
        is_indexed = all(row[name] == value for name, value in indexes.items())
        return {} if is_indexed and self._is_sealed_with_newest_key(row) else {**texts, **indexes}

    def _is_sealed_with_newest_key(self, row: Row) -> bool:
        tokens = (row[name] for name in self.sealed)
        return all(opens_with_newest_key(token) for token in tokens if token)

    def _names(self) -> list[str]:
        sources = (index.source for index in self.indexes)
        return list(dict.fromkeys([*self.sealed, *sources, *(index.name for index in self.indexes)]))


def vaulted_models() -> list[VaultedModel]:
    found = [_vaulted(model) for model in installed_models()]
    return [vaulted for vaulted in found if vaulted.sealed or vaulted.indexes]


def installed_models() -> list[type[models.Model]]:
    return list(apps.get_models(include_auto_created=True))


def _vaulted(model: type[models.Model]) -> VaultedModel:
    fields = model._meta.local_concrete_fields
    return VaultedModel(
        model=model,
        sealed=tuple(field.name for field in fields if isinstance(field, SealedTextField)),
        indexes=tuple(field for field in fields if isinstance(field, BlindIndexField)),
    )
