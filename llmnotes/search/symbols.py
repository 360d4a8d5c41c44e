"""The commands of TeX that we know: what people write for a sign, and which have a structure."""

from __future__ import annotations

_SIGNS = """
times × cdot · approx ≈ leq ≤ le ≤ geq ≥ ge ≥ neq ≠ ne ≠ pm ± equiv ≡ sim ∼ propto ∝ ll ≪ gg ≫
to → rightarrow → leftarrow ← Rightarrow ⇒ Leftarrow ⇐ mapsto ↦ infty ∞ dots … ldots … cdots …
in ∈ notin ∉ subset ⊂ subseteq ⊆ cup ∪ cap ∩ emptyset ∅ forall ∀ exists ∃ neg ¬ land ∧ lor ∨
sum Σ prod ∏ int ∫ partial ∂ nabla ∇ odot ⊙ oplus ⊕ otimes ⊗ circ ∘ top ⊤ succ ≻ prec ≺ ell ℓ
mid | vert | lvert | rvert | Vert ‖ lVert ‖ rVert ‖ langle ⟨ rangle ⟩ lceil ⌈ rceil ⌉ lfloor ⌊
rfloor ⌋ alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ iota ι kappa κ
lambda λ mu μ nu ν xi ξ pi π rho ρ sigma σ tau τ upsilon υ phi φ varphi φ chi χ psi ψ omega ω
Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Phi Φ Psi Ψ Omega Ω | ‖
"""
_NAMES = "log ln exp max min arg cos sin tan cosh sinh tanh det dim lim inf sup gcd Pr"
_NOTHING = "left right big Big bigg Bigg bigl bigr Bigl Bigr displaystyle textstyle limits"

_STRUCTURE = (
    "begin end frac tfrac dfrac sqrt binom text textbf textit texttt operatorname boldsymbol "
    "mathrm mathbf mathit mathsf mathtt mathbb mathcal"
)

SYMBOLS: dict[str, str] = (
    dict(zip(_SIGNS.split()[::2], _SIGNS.split()[1::2], strict=True))
    | {name: name for name in _NAMES.split()}
    | dict.fromkeys((*_NOTHING.split(), "!"), "")
    | dict.fromkeys(("quad", "qquad", ",", ";", ":", " "), " ")
    | {"%": "%", "_": "_"}
)
"""Names without their backslash → what is written instead."""
ACCENTS = {"hat": "\u0302", "bar": "\u0304", "tilde": "\u0303", "vec": "\u20d7"} | dict.fromkeys(
    ("overline", "underline", "underbrace"), ""
)
"""Accents → the character that puts them above the letter before it."""
STRUCTURE = frozenset((*_STRUCTURE.split(), *ACCENTS))
"""Names of commands that stand for no sign."""
