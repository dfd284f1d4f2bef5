"""Two model fields: a text sealed in its column, and the blind index it is found by."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import lookups
from django.db.models.expressions import BaseExpression, Combinable
from django.db.models.sql import InsertQuery, Query, UpdateQuery
from django.db.models.sql.compiler import SQLCompiler

from vault.sealing import INDEX_LENGTH, blind_index, seal, unseal

if TYPE_CHECKING:  # Django's fields take no type arguments at run time
    TextField = models.TextField[str | Combinable, str]
    CharField = models.CharField[str | Combinable, str]
else:
    TextField, CharField = models.TextField, models.CharField


class SealedTextField(TextField):
    """A text in Python, a token in the column; "" stays "".

    Filters by `isnull` and by exactly "" only; equal texts have different tokens, so order and distinct mean
    nothing. To find a text, give it a BlindIndexField and search that one with `blind_indexes`.

    Write it with save() or bulk_create(). Refused with FieldError: expressions (so bulk_update()), which a
    database cannot seal, and every write that leaves the text's blind index behind (save(update_fields=…),
    bulk_create(update_fields=…) and update() without it).
    """

    def from_db_value(
        self, value: str | None, expression: BaseExpression, connection: BaseDatabaseWrapper
    ) -> str | None:
        """Raises CannotUnseal."""
        return unseal(value) if value else value

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        if hasattr(value, "as_sql"):
            raise FieldError(f"{self} is sealed and takes a text, not an expression: use save() or bulk_create().")
        text = self.get_prep_value(value)
        return seal(text) if text else text

    def get_placeholder(self, value: Any, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> str:
        """Django asks for it at every write of this column: the one place where none slips by unindexed."""
        written = _names_written(compiler.query)
        for index in self._indexes():
            if self.name in written and index.name not in written:
                raise FieldError(f"{self} may only be written together with its blind index {index.name!r}.")
        return "%s"

    def get_lookup(self, lookup_name: str) -> type[lookups.Lookup] | None:
        if lookup_name == "exact":
            return ExactlyEmpty
        if lookup_name != "isnull":
            raise _not_searchable(self)
        return super().get_lookup(lookup_name)

    def _indexes(self) -> list["BlindIndexField"]:
        fields = self.model._meta.local_concrete_fields
        return [field for field in fields if isinstance(field, BlindIndexField) and field.source == self.name]


class BlindIndexField(CharField):
    """The blind index of the text field `source` of the same model, "" for "" and none.

    Computed on saving, by save() and bulk_create(). Whoever writes the index with update() computes it with
    `index_of`. `source` may be a SealedTextField or a plain one.
    """

    def __init__(self, *args: Any, source: str, purpose: str, **kwargs: Any) -> None:
        self.source = source
        self.purpose = purpose
        kwargs |= {"max_length": INDEX_LENGTH, "blank": True, "editable": False}
        kwargs.setdefault("db_index", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs |= {"source": self.source, "purpose": self.purpose}
        kwargs.setdefault("db_index", False)  # Django leaves False out, which is not our default
        return name, path, args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        # A source that was not loaded is not being saved either, so the index beside it still holds.
        if self.source in model_instance.__dict__:
            setattr(model_instance, self.attname, self.index_of(getattr(model_instance, self.source)))
        return super().pre_save(model_instance, add)

    def index_of(self, text: str | None) -> str:
        return blind_index(self.purpose, text) if text else ""


class ExactlyEmpty(lookups.Exact):
    """The one comparison a sealed column allows: with ""."""

    def get_prep_lookup(self) -> str:
        if self.rhs != "":
            raise _not_searchable(self.lhs.output_field)
        return ""


def _not_searchable(field: "models.Field[Any, Any]") -> FieldError:
    return FieldError(f"{field} is sealed and cannot be searched: search its blind index, or exactly ''.")


def _names_written(query: Query) -> set[str]:
    if isinstance(query, InsertQuery):
        # Where a row is there already, only update_fields are written.
        written = query.update_fields or query.fields  # type: ignore[attr-defined]
        return {field.name for field in written}
    if isinstance(query, UpdateQuery):
        return {field.name for field, _model, _value in query.values}  # type: ignore[attr-defined]
    return set()
