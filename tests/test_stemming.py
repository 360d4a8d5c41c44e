"""The plural of a word has the key of its singular, in Portuguese and in English."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmnotes.stemming import fold, stem, stems

SAME = """
    token tokens | item itens items | imagem imagens | homem homens | nuvem nuvens | plugin plugins
    padrão padrões | pão pães | órgão órgãos | ação ações | real reais | papel papéis | fácil fáceis
    lençol lençóis | perfil perfis | lugar lugares | mulher mulheres | vetor vetores | vez vezes
    viés vieses | país países | caractere caracteres | necessário necessária | memória memory
    transformer transformers | layer layers | number numbers | neuron neurons | pattern patterns
    problem problems problema problemas | system systems sistema | family families | class classes
    process processes | box boxes | analysis analyses análise | hypothesis hipótese | bias biases
    software softwares | compare compares | sphere spheres | algorithm algoritmo algoritmos
    take taken | information informação informações | matrix matrices matriz matrizes
"""
GROUPS = [group.split() for line in SAME.splitlines() for group in line.split("|") if group.split()]
APART = "token took | mais mal | dois dólar | corpo corpus | carta cartão"


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group[0])
def test_forms_of_one_word_share_a_key(group: list[str]) -> None:
    assert len({stem(fold(word)) for word in group}) == 1


@pytest.mark.parametrize("pair", [pair.split() for pair in APART.split("|")], ids="-".join)
def test_other_words_keep_their_own(pair: list[str]) -> None:
    assert stem(fold(pair[0])) != stem(fold(pair[1]))


@given(st.text(alphabet="aeioucmnlrstvyz", min_size=1, max_size=12))
def test_a_key_is_never_empty_nor_longer_than_its_word_by_more_than_a_letter(word: str) -> None:
    assert 0 < len(stem(word)) <= len(word) + 1
    assert stems(word.upper()) == [stem(word)]
