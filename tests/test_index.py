from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from askresolution.domain import Filters, Passage
from askresolution.errors import CorpusError, IndexError_, ModelError
from askresolution.index.build import build_index, needs_indexing, open_index
from askresolution.index.embedder import EncoderEmbedder, StaticEmbedder, load_embedder
from askresolution.index.lexical import LexicalIndex, query_weights, terms_of
from askresolution.resources import bundled
from askresolution.settings import Settings, load_settings
from tests.conftest import RESOLUTION


def passage(name: str, text: str, path: tuple[str, ...] = ()) -> Passage:
    return Passage(name, "d", name, "paragraph", path, text, ((0, len(text)),), "xã A")


def test_terms_hold_syllables_pairs_identifiers_and_their_parts() -> None:
    terms = terms_of("Nghị quyết số 57-NQ/TW")
    assert {"nghi", "quyet", "nghi quyet", "57-nq/tw", "57", "nq", "tw", "=nghị"} <= set(terms)


def test_bm25_is_the_published_formula() -> None:
    index = LexicalIndex.build([passage("a", "ong mật"), passage("b", "ong ong lúa lúa"), passage("c", "lúa")])
    # idf(ong) = ln(1 + (3 - 2 + 0.5) / (2 + 0.5)); mean length (2 + 4 + 1) / 3
    idf = np.log(1 + 1.5 / 2.5)
    norm = 1.2 * (1 - 0.75 + 0.75 * 2 / (7 / 3))
    assert index.scores({"ong": 1.0})[0] == pytest.approx(idf * 1 * 2.2 / (1 + norm), rel=1e-5)
    assert index.scores({"ong": 1.0})[2] == 0


def test_a_query_without_diacritics_finds_accented_text() -> None:
    index = LexicalIndex.build([passage("a", "phân loại rác thải tại nguồn"), passage("b", "phân bón hóa học")])
    assert index.scores(query_weights("phan loai rac thai")).argmax() == 0


def test_saved_index_gives_the_same_scores(tmp_path: Path) -> None:
    index = LexicalIndex.build([passage("a", "ong mật"), passage("b", "lúa mùa")])
    index.save(tmp_path)
    again = LexicalIndex.load(tmp_path)
    assert again.ids == index.ids
    assert again.scores(query_weights("mật ong")).tolist() == index.scores(query_weights("mật ong")).tolist()


def test_static_vectors_are_those_of_sentence_transformers() -> None:
    from sentence_transformers import SentenceTransformer

    folder = bundled("models/askresolution-static")
    texts = ["Phòng Kinh tế chủ trì đề án", "thu gom rác thải sinh hoạt", "the waste sorting scheme"]
    theirs = SentenceTransformer(str(folder), device="cpu").encode(texts, normalize_embeddings=True)
    assert np.allclose(StaticEmbedder(folder).embed(texts), theirs, atol=1e-5)


def test_any_sentence_transformers_folder_can_be_named(project: Path) -> None:
    """A tiny encoder made here stands for the real ones; its prompts are respected."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding
    from tokenizers import Tokenizer, models, pre_tokenizers

    tokenizer = Tokenizer(models.WordLevel({"[UNK]": 0, "ong": 1, "lúa": 2, "hỏi": 3}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    vectors = np.eye(4, dtype=np.float32)
    model = SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=vectors), Normalize()], device="cpu")
    model.prompts = {"query": "hỏi ", "document": ""}
    model.save(str(project / "tiny"))
    embedder = load_embedder(load_settings(project, environ={"ASKRESOLUTION_EMBEDDER": "tiny"}))
    assert isinstance(embedder, EncoderEmbedder)
    assert embedder.embed_documents(["ong"])[0] == pytest.approx([0, 1, 0, 0])
    assert embedder.embed_query("ong")[3] == pytest.approx(2**-0.5)


def test_a_missing_model_is_named_with_the_remedy() -> None:
    with pytest.raises(ModelError, match="Không nạp được mô hình nhúng"):
        EncoderEmbedder("/nowhere/model").embed_query("x")


def test_indexing_is_incremental_by_content(project: Path) -> None:
    settings = load_settings(project, environ={})
    assert needs_indexing(settings)
    assert build_index(settings).added == ["nghi-quyet"]
    assert not needs_indexing(settings)
    (project / "corpus" / "nghi-quyet.txt").touch()
    again = build_index(settings)
    assert (again.unchanged, again.touched) == (["nghi-quyet"], False)
    (project / "corpus" / "khac.txt").write_text("THÔNG BÁO\nvề việc nuôi ong\n-----\nHọp ngày 02/3/2026.", encoding="utf-8")
    (project / "corpus" / "nghi-quyet.txt").write_text(RESOLUTION.replace("1.250", "1.300"), encoding="utf-8")
    report = build_index(settings)
    assert (report.added, report.changed) == (["khac"], ["nghi-quyet"])
    (project / "corpus" / "khac.txt").unlink()
    assert build_index(settings).removed == ["khac"]
    index = open_index(settings)
    assert list(index.documents) == ["nghi-quyet"]
    assert index.dense.count() == len(index.passages) == len(index.lexical)
    assert any("1.300" in found.text for found in index.passages.values())


def test_unreadable_files_are_reported_and_the_others_work(project: Path) -> None:
    corpus = project / "corpus"
    (corpus / "rong.txt").write_bytes(b"  \n")
    (corpus / "nhi-phan.txt").write_bytes(b"\x00\x01\x02PK")
    (corpus / "la.txt").write_bytes(bytes(range(128, 256)) * 20)
    report = build_index(load_settings(project, environ={}))
    assert report.added == ["nghi-quyet"]
    assert set(report.failed) == {"rong", "nhi-phan", "la"}
    assert "tệp rỗng" in report.failed["rong"]
    assert "nhị phân" in report.failed["nhi-phan"]
    assert "UTF-8" in report.failed["la"]


@pytest.mark.parametrize("encoding", ["cp1258", "utf-16"])
def test_other_encodings_are_converted(project: Path, encoding: str) -> None:
    import unicodedata

    text = RESOLUTION
    if encoding == "cp1258":  # Windows-1258 spells tones as combining marks after composed vowels
        text = "".join(char if _encodes(char, encoding) else _cp1258(unicodedata.normalize("NFD", char)) for char in RESOLUTION)
    (project / "corpus" / "nghi-quyet.txt").write_bytes(text.encode(encoding))
    settings = load_settings(project, environ={})
    assert build_index(settings).failed == {}
    index = open_index(settings)
    assert any("mật ong đạt trên 85 triệu đồng" in p.text for p in index.passages.values())


def _encodes(char: str, encoding: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _cp1258(decomposed: str) -> str:
    import unicodedata

    tones = [c for c in decomposed if c in "\u0300\u0301\u0303\u0309\u0323"]
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in tones)) + "".join(tones)


def test_legacy_font_encodings_are_recognised() -> None:
    from askresolution.parsing.encodings import _TCVN3, decode, tcvn3, vni

    back = {char: chr(code) for code, char in _TCVN3.items()}
    sentence = "đảng bộ xã tập trung lãnh đạo phát triển kinh tế xã hội và giữ vững quốc phòng an ninh trật tự " * 4
    typed = "".join(back.get(char, char) for char in sentence)
    assert tcvn3(typed) == sentence
    assert decode(typed.encode("latin-1"), "a.txt") == (sentence, "TCVN3")
    assert vni("Ñaûng boä xaõ, uûy ban nhaân daân, ñaát ñai, thuûy lôïi, tröôûng thoân") == (
        "Đảng bộ xã, ủy ban nhân dân, đất đai, thủy lợi, trưởng thôn"
    )


def test_an_index_made_with_another_model_is_not_used(project: Path) -> None:
    settings = load_settings(project, environ={})
    build_index(settings)
    manifest = json.loads((settings.index_dir / "manifest.json").read_text())
    manifest["embedder"] = "0123456789abcdef"
    (settings.index_dir / "manifest.json").write_text(json.dumps(manifest))
    assert needs_indexing(settings)
    with pytest.raises(IndexError_, match="mô hình nhúng khác"):
        open_index(settings)


def test_missing_index_and_corpus_say_what_to_do(project: Path, tmp_path: Path) -> None:
    with pytest.raises(IndexError_, match="askresolution index"):
        open_index(load_settings(project, environ={}))
    with pytest.raises(CorpusError, match="Không thấy thư mục tài liệu"):
        build_index(load_settings(tmp_path, environ={}))


@pytest.mark.parametrize(
    ("catalog", "message"),
    [("documents: [1, 2]", "phải là một bảng"), ("a: [", "Không đọc được"), ("khac: 1", "thiếu khóa 'documents'"),
     ("documents: {nghi-quyet: {tieu_de: x}}", "trường lạ tieu_de"), ("documents: {nghi-quyet: {status: xong}}", "issued hoặc draft")],
)  # fmt: skip
def test_a_broken_catalog_is_one_clear_line(project: Path, catalog: str, message: str) -> None:
    (project / "corpus" / "catalog.yaml").write_text(catalog, encoding="utf-8")
    with pytest.raises(CorpusError, match=message) as caught:
        build_index(load_settings(project, environ={}))
    assert "\n" not in str(caught.value)


def test_passages_never_cut_a_sentence(settings: Settings) -> None:
    index = open_index(settings)
    for found in index.passages.values():
        document = index.documents[found.document]
        said = "".join(document.source.text[start:end] for start, end in found.spans)
        assert "".join(said.split()) == "".join(found.text.split())
        if "." in found.id.rpartition("#")[2]:
            number = int(found.id.rpartition(".")[2])
            following = index.passages.get(f"{found.id.rpartition('.')[0]}.{number + 1}")
            assert following is None or found.text.rstrip('”"’)]* ')[-1] in ".;!?…"


def test_a_footnote_is_found_by_the_sentence_it_explains(settings: Settings) -> None:
    index = open_index(settings)
    note = next(p for p in index.passages.values() if p.kind == "footnote" and p.text.startswith("11 "))
    assert "kiểm tra được 54 cuộc" in note.context
    assert note.context.startswith("Chú thích số 11. ")
    assert index.dense.scores("kiểm tra đảng viên", 3, Filters(documents=("nguyen-luong-bang-bao-cao-2025",)))


def test_a_signature_is_found_by_the_document_that_it_stands_under(settings: Settings) -> None:
    index = open_index(settings)
    signed = {p.document: p.context for p in index.passages.values() if p.kind == "signature"}
    assert len(signed) == 5
    for document, context in signed.items():
        data = index.documents[document].metadata
        assert context.startswith("Người ký ")
        assert data.title in context
        assert data.kind.lower() in context.lower()
