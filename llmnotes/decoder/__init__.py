"""The decoder: a small bilingual language model of our own, on numpy and one thread.

tokenizer.py  text ↔ token ids; pieces.py cuts words up
features.py   what a reader sees at a glance: words of the question that stand in a passage
breadth.py    how much a question asks for
prompt.py     question and passages → ids, features and the places that may be copied
weights.py    the int8 file → arrays
network.py    one pass over tokens; keeps the cache
sampling.py   logits → one token, by the six controls
engine.py     tokens one after the other, streamed
reading.py    a question read with its passages
constraint.py  the next piece continues a span of the passages
grounding.py   answers under that constraint, every piece with its origin
spans.py      the best spans of the passages, scored by the same network
glance.py     what `llmnotes next` and `llmnotes tokens` show
"""
