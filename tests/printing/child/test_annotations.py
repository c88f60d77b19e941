"""Links, notes and fields of a foreign PDF come along with their page; scripts and signatures stay with the original."""

import io
from typing import Any

import pytest
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)  # fmt: skip

from docsys.printing.child.annotations import move_annotations, turn_off
from docsys.printing.child.geometry import place
from tests.printing.samples import A4, Page, pdf

BOX = (0.0, 0.0, *A4)


def name(text: str) -> NameObject:
    return NameObject(f"/{text}")


def dictionary(**said: Any) -> DictionaryObject:
    return DictionaryObject({name(key): value for key, value in said.items()})


def numbers(*values: float) -> ArrayObject:
    return ArrayObject(FloatObject(value) for value in values)


def appearance() -> DecodedStreamObject:
    stream = DecodedStreamObject()
    stream.set_data(b"0 0 20 10 re f")
    stream.update(dictionary(Subtype=name("Form"), BBox=numbers(0, 0, 20, 10)))
    return stream


@pytest.fixture
def moved():
    """The annotations of a page after it was put on its sheet."""

    def moved(*annotations: Any, rotation: int = 0) -> Any:
        page = PdfWriter(clone_from=io.BytesIO(pdf(Page(rotate=rotation)))).pages[0]
        page[name("Annots")] = ArrayObject(annotations)
        move_annotations(page, place(BOX, rotation), set())
        return page["/Annots"]

    return moved


def test_marked_words_stay_marked(moved):
    (mark,) = moved(
        dictionary(
            Subtype=name("Highlight"), Rect=numbers(0, 0, 100, 20), QuadPoints=numbers(0, 20, 100, 20, 0, 0, 100, 0)
        )
    )

    quads = [round(float(one), 2) for one in mark["/QuadPoints"]]
    assert (quads[4], quads[5]) == (round(float(mark["/Rect"][0]), 2), round(float(mark["/Rect"][1]), 2))
    assert (quads[2], quads[3]) == (round(float(mark["/Rect"][2]), 2), round(float(mark["/Rect"][3]), 2))


def test_a_signature_becomes_the_picture_that_it_is(moved):
    (stamp,) = moved(
        dictionary(
            Subtype=name("Widget"), FT=name("Sig"), V=dictionary(), T=TextStringObject("签名"), Rect=numbers(0, 0, 9, 9)
        )
    )

    assert stamp["/Subtype"] == "/Stamp"
    assert {"/FT", "/V", "/T"}.isdisjoint(stamp)


def test_appearances_turn_with_their_page_and_shared_ones_only_once(moved):
    shared: Any = appearance()
    states: Any = dictionary(On=shared, Off=appearance())

    moved(
        dictionary(Rect=numbers(0, 0, 20, 10), AP=dictionary(N=shared)),
        dictionary(Rect=numbers(0, 0, 20, 10), AP=dictionary(N=states)),
        rotation=90,
    )

    assert [float(one) for one in shared["/Matrix"]] == [0, -1, 1, 0, 0, 0]
    assert [float(one) for one in states["/Off"]["/Matrix"]] == [0, -1, 1, 0, 0, 0]


def test_upright_appearances_stay_as_they_are(moved):
    one = appearance()

    moved(dictionary(Rect=numbers(0, 0, 20, 10), AP=dictionary(N=one)))

    assert "/Matrix" not in one


@pytest.mark.parametrize(
    "broken",
    [dictionary(), dictionary(Rect=numbers(1, 2)), NumberObject(3), dictionary(Rect=ArrayObject([name("x")] * 4))],
)
def test_what_is_no_annotation_is_left_out(moved, broken):
    assert moved(broken) == []


def test_forms_lose_their_scripts_and_signatures_but_no_field():
    writer = PdfWriter(clone_from=io.BytesIO(pdf()))
    text, signature = dictionary(FT=name("Tx"), T=TextStringObject("甲")), dictionary(FT=name("Sig"))
    form = dictionary(XFA=TextStringObject("x"), SigFlags=NumberObject(3), Fields=ArrayObject([text, signature]))
    writer.root_object[name("AcroForm")] = form

    turn_off(writer)

    assert form == {"/Fields": [text]}
