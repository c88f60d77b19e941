"""Links, notes and fields of a foreign PDF move with their page; scripts and signatures of the original do not come along."""

from typing import Any

from pypdf import PageObject, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, RectangleObject, StreamObject

from docsys.printing.child.geometry import Matrix, Placement, apply, moved, multiply, turned

SPEAKING = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/RichMediaExecute", "/Rendition", "/GoToE"}
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def turn_off(writer: PdfWriter) -> None:
    """Nothing in a 标识版 runs by itself, and it claims neither PDF/A nor a signature: only the original has these."""
    root = writer.root_object
    for key in ("/OpenAction", "/AA", "/Metadata", "/OutputIntents", "/Perms", "/Collection"):
        root.pop(NameObject(key), None)
    names = root.get("/Names")
    if isinstance(names := _object(names), DictionaryObject):
        names.pop(NameObject("/JavaScript"), None)
    if isinstance(form := _object(root.get("/AcroForm")), DictionaryObject):
        for key in ("/XFA", "/SigFlags", "/NeedAppearances"):
            form.pop(NameObject(key), None)
        fields = _object(form.get("/Fields"))
        if isinstance(fields, ArrayObject):
            form[NameObject("/Fields")] = ArrayObject(one for one in fields if not _is_signature(_object(one)))


def move_annotations(page: PageObject, placement: Placement, done: set[int]) -> None:
    """`done` remembers appearances that several pages share."""
    annotations = _object(page.get("/Annots"))
    if not isinstance(annotations, ArrayObject):
        page.pop(NameObject("/Annots"), None)
        return
    kept = ArrayObject()
    for one in annotations:
        annotation = _object(one)
        if isinstance(annotation, DictionaryObject) and _move(annotation, placement, done):
            kept.append(one)
    page[NameObject("/Annots")] = kept


def _move(annotation: DictionaryObject, placement: Placement, done: set[int]) -> bool:
    rectangle = _numbers(annotation.get("/Rect"))
    if len(rectangle) != 4:  # noqa: PLR2004 - a rectangle
        return False
    annotation[NameObject("/Rect")] = RectangleObject(moved(rectangle, placement.matrix))  # type: ignore[arg-type]
    quads = _numbers(annotation.get("/QuadPoints"))
    if quads:
        pairs = zip(quads[::2], quads[1::2], strict=False)
        flat = [number for x, y in pairs for number in apply(x, y, placement.matrix)]
        annotation[NameObject("/QuadPoints")] = ArrayObject(FloatObject(number) for number in flat)
    action = _object(annotation.get("/A"))
    if isinstance(action, DictionaryObject) and action.get("/S") in SPEAKING:
        annotation.pop(NameObject("/A"))
    annotation.pop(NameObject("/AA"), None)
    if _is_signature(annotation):
        _become_stamp(annotation)
    if placement.rotation:
        _turn_appearances(_object(annotation.get("/AP")), placement.rotation, done)
    return True


def _is_signature(field: Any) -> bool:
    return isinstance(field, DictionaryObject) and field.get("/FT") == "/Sig"


def _become_stamp(annotation: DictionaryObject) -> None:
    """What a signature looks like stays; that it is one would now be untrue."""
    for key in ("/FT", "/V", "/T", "/Ff", "/Parent", "/Lock", "/SV"):
        annotation.pop(NameObject(key), None)
    annotation[NameObject("/Subtype")] = NameObject("/Stamp")


def _turn_appearances(appearances: Any, rotation: int, done: set[int]) -> None:
    if isinstance(appearances, StreamObject):
        if id(appearances) not in done:
            done.add(id(appearances))
            numbers = _numbers(appearances.get("/Matrix"))
            matrix: Matrix = tuple(numbers) if len(numbers) == 6 else IDENTITY  # type: ignore[assignment] # noqa: PLR2004
            new = multiply(matrix, turned(0.0, 0.0, rotation))
            appearances[NameObject("/Matrix")] = ArrayObject(FloatObject(number) for number in new)
    elif isinstance(appearances, DictionaryObject):
        for value in appearances.values():
            _turn_appearances(_object(value), rotation, done)


def _object(value: Any) -> Any:
    return value.get_object() if value is not None else None


def _numbers(value: Any) -> list[float]:
    found = _object(value)
    if not isinstance(found, ArrayObject):
        return []
    try:
        return [float(number) for number in found]
    except (TypeError, ValueError):
        return []
