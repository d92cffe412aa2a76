"""Builds the embedded model: multilingual-e5-small as an ordinary sentence-transformers folder in the cache.

It is built once per machine and checked at each start. The build happens under a lock in a temporary folder, which is renamed
when it is complete and on disk: a killed build leaves no incomplete model, and two processes never build at once.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import filelock
import numpy as np
import safetensors.numpy
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

from rag.database import sync_folder
from rag.embedding.weights import WEIGHTS_SHA256, Architecture, PackedModel, read_packed_model
from rag.schema import WendaError

MAX_TOKENS = 512
PROMPTS = {"query": "query: ", "document": "passage: "}

# XLM-R's normaliser (SentencePiece's nmt_nfkc) is NFKC with these replacements before and after it. The full-width tilde
# (3～5人) must survive NFKC, so U+FFFE, a noncharacter, replaces it in between.
_REPLACED_BEFORE_AND_AFTER_NFKC = (
    (
        ("[\t\n\f\r\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]", " "),
        ("[\x01-\x08\x0b\x0e-\x1f\x7f\x8f\x9f]", ""),
        ("～", "\ufffe"),
    ),
    (("\ufffe", "～"), (" {2,}", " ")),
)
_POOLING = "mean"
_MANIFEST = "built.json"


class ModelNotBuilt(WendaError):
    """The embedded model cannot be written to the cache (no space, no right to write)."""

    def __init__(self, folder: Path, error: OSError) -> None:
        super().__init__(
            f"The embedded model (about 240 MB) cannot be written to {folder}: {error.strerror or error}. "
            "Make room there, or set WENDA_CACHE_DIR to a folder on another disk."
        )


def embedded_fingerprint() -> str:
    """Short hex of everything the embedded model's vectors depend on: weights, prompts, pooling, length, normalisation."""
    recipe = [WEIGHTS_SHA256, PROMPTS, _POOLING, MAX_TOKENS, _REPLACED_BEFORE_AND_AFTER_NFKC]
    return hashlib.sha256(json.dumps(recipe).encode()).hexdigest()[:16]


def embedded_folder(cache_dir: Path) -> Path:
    """The folder of the embedded model; it is checked, and built if it is missing or damaged.

    Raises:
        ModelNotBuilt: the cache cannot be written to.
        WeightsNotInstalled, WeightsDiffer: the weights are missing or not the right ones.
    """
    folder = cache_dir / "models" / f"multilingual-e5-small-{embedded_fingerprint()}"
    if _is_intact(folder):
        return folder
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(folder.with_name(f"{folder.name}.lock")):
            if not _is_intact(folder):
                _build(folder)
    except OSError as error:
        raise ModelNotBuilt(folder.parent, error) from error
    return folder


def _is_intact(folder: Path) -> bool:
    """Whether every file still has the hash it was built with.

    A power cut or a full disk can leave files of the right length filled with zeros; they would give wrong vectors without any
    error.
    """
    try:
        manifest: dict[str, str] = json.loads((folder / _MANIFEST).read_text())
        return all(_sha256(folder / name) == digest for name, digest in manifest.items())
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return False


def _build(folder: Path) -> None:
    prefix = f".{folder.name}-"
    _remove_unfinished(folder.parent, prefix)
    temporary = Path(tempfile.mkdtemp(dir=folder.parent, prefix=prefix))
    try:
        _write_model(temporary, read_packed_model())
        if folder.exists():
            folder.rename(f"{temporary}-damaged")
        temporary.rename(folder)
        sync_folder(folder.parent)
    finally:
        _remove_unfinished(folder.parent, prefix)


def _remove_unfinished(parent: Path, prefix: str) -> None:
    for unfinished in parent.glob(f"{prefix}*"):
        shutil.rmtree(unfinished)


def _write_model(folder: Path, packed: PackedModel) -> None:
    files = {
        "model.safetensors": _safetensors(packed),
        "tokenizer.json": _tokenizer(packed).to_str().encode(),
        "tokenizer_config.json": _json(_tokenizer_config()),
        "config.json": _json(_bert_config(packed.architecture)),
        "modules.json": _json(_modules()),
        "sentence_bert_config.json": _json({"max_seq_length": MAX_TOKENS, "do_lower_case": False}),
        "config_sentence_transformers.json": _json(
            {"prompts": PROMPTS, "default_prompt_name": None, "similarity_fn_name": "cosine"}
        ),
        "1_Pooling/config.json": _json(
            {"embedding_dimension": packed.architecture.hidden, "pooling_mode": _POOLING}
        ),
    }
    manifest = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    for name, content in {**files, _MANIFEST: _json(manifest)}.items():
        _write(folder / name, content)
    sync_folder(folder)


def _safetensors(packed: PackedModel) -> bytes:
    # float16 halves the size and changes no cosine by more than 1e-5, since each weight is 4 bits times a float16.
    tensors = {name: tensor.astype(np.float16) for name, tensor in packed.tensors.items()}
    # Mean pooling does not use BERT's pooler, but transformers warns if its weights are missing.
    hidden = packed.architecture.hidden
    tensors["pooler.dense.weight"] = np.zeros((hidden, hidden), np.float16)
    tensors["pooler.dense.bias"] = np.zeros(hidden, np.float16)
    return safetensors.numpy.save(tensors, metadata={"format": "pt"})


def _tokenizer(packed: PackedModel) -> Tokenizer:
    """XLM-R's tokenizer, the same as transformers converts from a SentencePiece Unigram model."""
    before, after = _REPLACED_BEFORE_AND_AFTER_NFKC
    tokenizer = Tokenizer(models.Unigram(packed.pieces, unk_id=packed.unknown, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            *(normalizers.Replace(Regex(pattern), text) for pattern, text in before),
            normalizers.NFKC(),
            *(normalizers.Replace(Regex(pattern), text) for pattern, text in after),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[(token, tokenizer.token_to_id(token)) for token in ("<s>", "</s>")],
    )
    tokenizer.add_special_tokens(["<s>", "<pad>", "</s>", "<unk>", AddedToken("<mask>", lstrip=True)])
    return tokenizer


def _tokenizer_config() -> dict[str, Any]:
    return {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": MAX_TOKENS,
        "bos_token": "<s>",
        "eos_token": "</s>",
        "sep_token": "</s>",
        "cls_token": "<s>",
        "unk_token": "<unk>",
        "pad_token": "<pad>",
        "mask_token": "<mask>",
        "model_input_names": ["input_ids", "attention_mask"],
    }


def _bert_config(architecture: Architecture) -> dict[str, Any]:
    return {
        "model_type": "bert",
        "architectures": ["BertModel"],
        "vocab_size": architecture.vocabulary,
        "hidden_size": architecture.hidden,
        "num_hidden_layers": architecture.layers,
        "num_attention_heads": architecture.heads,
        "intermediate_size": architecture.feed_forward,
        "max_position_embeddings": architecture.positions,
        "type_vocab_size": architecture.token_types,
        "layer_norm_eps": architecture.epsilon,
        "hidden_act": "gelu",
        "pad_token_id": 1,
        "dtype": "float16",
    }


def _modules() -> list[dict[str, Any]]:
    package = "sentence_transformers.models"
    return [
        {"idx": 0, "name": "0", "path": "", "type": f"{package}.Transformer"},
        {"idx": 1, "name": "1", "path": "1_Pooling", "type": f"{package}.Pooling"},
    ]


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    sync_folder(path.parent)
