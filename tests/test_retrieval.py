"""What the search guarantees, on passages made for each guarantee."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st
from numpy.typing import NDArray

from askresolution.domain import Filters, Passage
from askresolution.errors import ModelError
from askresolution.evaluation.beir import searching
from askresolution.index.embedder import load_embedder
from askresolution.index.lexical import LexicalIndex
from askresolution.project import diagnose
from askresolution.retrieval import search as searching_module
from askresolution.retrieval.ranking import load_ranking, save_ranking, shipped_ranking
from askresolution.retrieval.reranking import CrossEncoderReranker, load_reranker
from askresolution.retrieval.search import Searcher, openness, outstanding
from askresolution.retrieval.understanding import Understanding
from askresolution.settings import Settings, load_settings

MADE = {
    "ong": "Đến năm 2030, toàn xã có 1.250 đàn ong và thương hiệu mật ong riêng.",
    "rác": "Thu gom, phân loại rác thải sinh hoạt tại nguồn ở các thôn.",
    "phân": "Hỗ trợ phân bón hữu cơ cho hợp tác xã trồng lúa.",
    "trường": "Xây dựng trường mầm non đạt chuẩn quốc gia mức độ 2.",
    "đường": "Nâng cấp đường giao thông liên thôn bằng bê tông nhựa.",
    "nghèo": "Tỷ lệ hộ nghèo còn dưới 0,5 % vào cuối nhiệm kỳ.",
    "cháy": "Tổ chức tập huấn phòng cháy, chữa cháy (PCCC) cho lực lượng dân phòng.",
    "bầu": "Bầu cử đại biểu Hội đồng nhân dân bảo đảm dân chủ.",
    "dưa": "Vùng trồng bầu bí, dưa lưới trong nhà màng.",
    "ma": "Mả tổ của dòng họ nằm ở gò phía tây.",
    "má": "Má lúa được gieo ở gò phía đông.",
}


def passage(name: str, text: str, document: str = "d", issuer: str = "xã A") -> Passage:
    return Passage(name, document, name, "paragraph", (), text, ((0, len(text)),), issuer)


@contextmanager
def over(passages: Sequence[Passage]) -> Iterator[tuple[Searcher, Understanding]]:
    """The shipped search over passages, with the shipped model and weights."""
    settings = Settings()
    with TemporaryDirectory() as scratch:
        yield searching(passages, settings, load_embedder(settings), Path(scratch))


@pytest.fixture(scope="module")
def made() -> Iterator[tuple[Searcher, Understanding]]:
    with over([passage(name, text) for name, text in MADE.items()]) as found:
        yield found


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("phân loại rác thải", "rác"), ("phan loai rac thai", "rác"),  # without diacritics
        ("fân loại rác thảii", "rác"), ("phâm loại rsc thải", "rác"),  # f for ph, a letter too many, a key beside
        ("tỷ lệ hộ ngèo", "nghèo"), ("truong mam nong dat chuan", "trường"),  # ng for ngh, nong for non
        ("số đàn ong là bn", "ong"), ("đường giao thông liên thôn ntn", "đường"),  # teencode
        ("PCCC", "cháy"), ("tập huấn phòng cháy chữa cháy", "cháy"), ("bầu cử HĐND", "bầu"),  # abbreviations, both ways
        ("bee colonies by 2030", "ong"), ("household waste collection", "rác"), ("poor household rate", "nghèo"),  # English
        ("houshold waste collectoin", "rác"), ("poor househld rate", "nghèo"),  # English mistyped
        ("election of People's Council deputies", "bầu"), ("fire prevention training", "cháy"),
    ],
)  # fmt: skip
def test_the_right_passage_is_first_however_it_is_typed(made: tuple[Searcher, Understanding], question: str, first: str) -> None:
    searcher, understanding = made
    assert searcher.search(understanding.read(question), 3)[0].passage.id == first


def test_accents_break_ties_and_their_absence_excludes_nothing(made: tuple[Searcher, Understanding]) -> None:
    searcher, understanding = made
    assert searcher.search(understanding.read("mả ở gò"), 2)[0].passage.id == "ma"
    assert searcher.search(understanding.read("má ở gò"), 2)[0].passage.id == "má"
    assert {hit.passage.id for hit in searcher.search(understanding.read("ma o go"), 2)} == {"ma", "má"}


def test_a_word_that_the_corpus_knows_is_not_taken_for_a_slip(made: tuple[Searcher, Understanding]) -> None:
    searcher, understanding = made
    query = understanding.read("bầu bí")
    assert not query.repaired
    assert searcher.search(query, 1)[0].passage.id == "dưa"


@limits(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 12), st.booleans())
def test_the_best_rows_are_those_of_a_full_scoring(seed: int, k: int, filtered: bool) -> None:
    rng = random.Random(seed)
    words = [f"tu{number}" for number in range(30)]
    texts = [" ".join(words[min(int(rng.expovariate(0.2)), 29)] for _ in range(rng.randint(1, 12))) for _ in range(80)]
    index = LexicalIndex.build([passage(str(number), text) for number, text in enumerate(texts)])
    weights = {word: rng.choice([0.3, 1.0, 2.0]) for word in rng.sample(words, rng.randint(1, 12))}
    allowed = np.asarray([rng.random() < 0.5 for _ in texts]) if filtered else None
    scores = index.scores(weights) if allowed is None else np.where(allowed, index.scores(weights), 0)
    best = index.best(weights, k, allowed)
    expected = np.sort(scores[scores > 0])[::-1][:k]
    assert scores[best].tolist() == expected.tolist()
    assert index.scores_at(weights, best).tolist() == scores[best].tolist()


def test_a_collection_too_large_to_compare_whole_gives_the_same_hits(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(1)
    sentences = list(MADE.values())
    passages = [passage(f"p{n}", " ".join(rng.sample(sentences, 2)) + f" Mục {n}.", f"d{n % 3}") for n in range(90)]
    with over(passages) as (searcher, understanding):
        for question in ("phân loại rác thải", "đàn ong năm 2030", "mục 17"):
            query = understanding.read(question)
            for filters in (Filters(), Filters(documents=("d2",))):
                whole = [hit.passage.id for hit in searcher.search(query, 5, filters)]
                monkeypatch.setattr(searching_module, "WHOLE", 10)
                assert [hit.passage.id for hit in searcher.search(query, 5, filters)] == whole
                monkeypatch.undo()


def test_a_repeated_clause_leaves_room_for_others() -> None:
    clause = "Ủy ban nhân dân xã chủ trì tổ chức thu gom rác thải sinh hoạt, báo cáo kết quả trước ngày 15 tháng 12 hằng năm."
    passages = [passage(f"same{n}", f"{clause} Lần {n}.", f"d{n}", f"xã {n}") for n in range(5)]
    passages += [passage("other1", "Phí thu gom rác thải do hội nghị quyết định."), passage("other2", "Xe thu gom rác chạy hai ngày một lần."),
                 passage("other3", "Bãi rác cũ được đóng cửa trong năm nay.")]  # fmt: skip
    with over(passages) as (searcher, understanding):
        hits = searcher.search(understanding.read("ai chủ trì tổ chức thu gom rác thải sinh hoạt"), 8)
        apart = searcher.search(understanding.read("thu gom rác thải sinh hoạt"), 3, Filters(issuers=("xã 4",)))
    names = [hit.passage.id for hit in hits]
    assert len([name for name in names[:5] if name.startswith("same")]) == 2
    assert len(names) == len(set(names)) == 8  # nothing is lost, it only comes later
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert [hit.passage.id for hit in apart] == ["same4"]


def test_a_question_of_several_things_finds_the_entries_under_the_heading_that_names_them() -> None:
    """The heading alone says what is asked; a chatty sentence elsewhere says the same words and lists nothing."""
    under = ("II. CÁC KHÂU ĐỘT PHÁ",)
    said = ("Đào tạo nguồn nhân lực tại chỗ.", "Cải cách thủ tục cho người dân.", "Hoàn thiện hạ tầng số.")
    listed = [replace(passage(f"entry{n}", text), path=under, kind="item") for n, text in enumerate(said)]
    talk = [passage(f"talk{n}", f"Thôn {n} đã họp bàn về khâu đột phá trong một buổi tối tháng ba ở nhà văn hóa.") for n in range(4)]
    with over([*talk, *listed, passage("other", "Bầu cử đại biểu Hội đồng nhân dân.")]) as (searcher, understanding):
        query = understanding.read("Các khâu đột phá là những gì?")
        best = {hit.passage.id for hit in searcher.search(query, 3)}
        as_one = {hit.passage.id for hit in searcher.search(replace(query, several=False), 3)}
    assert query.several
    assert best == {"entry0", "entry1", "entry2"}
    assert best != as_one


def test_two_neighbouring_sentences_are_read_together() -> None:
    apart = passage("apart", "Hợp tác xã trồng lúa ở gò. Đường làng đã xong. Trường học đã xây. Máy cấy có hỗ trợ tiền.")
    beside = passage("beside", "Hợp tác xã trồng lúa ở gò. Máy cấy có hỗ trợ tiền. Trường học đã xây. Đường làng đã xong.")
    index = LexicalIndex.build([apart, beside, passage("other", "Bầu cử đại biểu.")])
    together, by_length, _ = index.close_reading(dict.fromkeys(("lua", "may"), 1.0), np.asarray([0, 1]))
    assert together[1] == pytest.approx(2 * together[0])  # both words against one, equally rare
    assert by_length[0] == pytest.approx(by_length[1])


def test_the_embedding_speaks_where_words_leave_the_choice_open() -> None:
    assert openness(np.asarray([1.0, 0.1, 0.1, 0.1], dtype=np.float32)) == pytest.approx(2.5 * 0.1**2)
    assert openness(np.asarray([1.0, 0.9, 0.9, 0.9], dtype=np.float32)) == 1.0  # 2.5 · 0.9² is more than all
    near = np.asarray([0.9, 0.5, 0.4, 0.3, 0.2, 0.1, 0.0], dtype=np.float32)
    assert outstanding(near).tolist() == pytest.approx([0.7, 0.3, 0.2, 0.1, 0.0, 0.0, 0.0])  # beyond the fifth best, 0.2


def test_a_mistyped_name_in_english_is_meant_as_the_corpus_writes_it() -> None:
    texts = ("Nhà máy gạch tuyển lao động.", "Nhà máy giày tuyển lao động.", "Nhà máy Wellbrook tuyển lao động.")
    with over([passage(f"p{n}", text) for n, text in enumerate(texts)]) as (searcher, understanding):
        query = understanding.read("How many workers does the Wellbrok factory hire?")
        assert query.language == "en"
        assert searcher.search(query, 1)[0].passage.id == "p2"


def test_weights_of_other_signs_are_not_used(tmp_path: Path) -> None:
    embedder = load_embedder(Settings())
    ranking = shipped_ranking(embedder).with_dense(0.5)
    save_ranking(tmp_path / "ranking.json", ranking, embedder, "")
    assert load_ranking(tmp_path, embedder, -1).weights["vi"][-1] == pytest.approx(0.5, abs=1e-3)
    written = (tmp_path / "ranking.json").read_text(encoding="utf-8")
    (tmp_path / "ranking.json").write_text(written.replace('"told"', '"covered"'), encoding="utf-8")
    assert load_ranking(tmp_path, embedder, -1).weights["vi"].tolist() == shipped_ranking(embedder).weights["vi"].tolist()


class Contrary:
    """A reranker that likes what mentions the word it is made with."""

    def __init__(self, word: str) -> None:
        self.word = word

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        assert question
        return np.asarray([float(self.word in text) for text in texts], dtype=np.float32)


def test_a_reranker_orders_the_best_passages_again(made: tuple[Searcher, Understanding]) -> None:
    settings = Settings()
    passages = [passage(name, text) for name, text in MADE.items()]
    lexical, embedder = LexicalIndex.build(passages), load_embedder(settings)
    plain, understanding = made
    again = Searcher(lexical, plain._dense, {p.id: p for p in passages}, shipped_ranking(embedder), Contrary("được gieo"))
    query = understanding.read("ở các thôn")
    assert plain.search(query, 1)[0].passage.id == "rác"
    hits = again.search(query, 11)
    assert hits[0].passage.id == "má"
    assert hits[0].score == pytest.approx(plain.search(query, 1)[0].score, abs=1e-5)  # the scale stays


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cross-encoder of two small layers with random weights, which stands for the real ones."""
    import torch
    from sentence_transformers import CrossEncoder
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    folder = tmp_path_factory.mktemp("reranker")
    (folder / "vocab.txt").write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "rác", "ong", "lúa"]), encoding="utf-8")
    torch.manual_seed(0)
    config = BertConfig(vocab_size=8, hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16, num_labels=1)
    BertForSequenceClassification(config).save_pretrained(folder)
    BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)
    CrossEncoder(str(folder), device="cpu").save_pretrained(str(folder / "saved"))
    return folder / "saved"


def test_any_cross_encoder_folder_can_be_named(project: Path, tiny: Path) -> None:
    from sentence_transformers import CrossEncoder

    reranker = load_reranker(load_settings(project, environ={"ASKRESOLUTION_RERANKER": str(tiny)}))
    assert reranker is not None
    theirs = CrossEncoder(str(tiny), device="cpu").predict([("rác", "ong"), ("rác", "lúa")])
    assert reranker.scores("rác", ["ong", "lúa"]).tolist() == pytest.approx(theirs.tolist())


def test_no_reranker_is_the_default_and_a_missing_one_is_named(project: Path) -> None:
    assert load_reranker(Settings()) is None
    with pytest.raises(ModelError, match="Không nạp được mô hình xếp lại '/nowhere/model'") as caught:
        CrossEncoderReranker("/nowhere/model").scores("a", ["b"])
    assert "\n" not in str(caught.value)
    told = diagnose(load_settings(project, environ={"ASKRESOLUTION_RERANKER": "/nowhere/model"}))
    assert any(level == "error" and "mô hình xếp lại" in text for level, text in told)


def test_naming_a_reranker_imports_no_torch(tiny: Path) -> None:
    code = (
        "import sys; from askresolution.retrieval.reranking import CrossEncoderReranker; "
        f"CrossEncoderReranker({str(tiny)!r}); sys.exit(int('torch' in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=60, check=False).returncode == 0
