# /// script
# dependencies = ["tantivy>=0.22"]
# ///

# %% [markdown]
# # Search the plays
#
# Opening lines of speeches from six plays, searched with [Tantivy](https://github.com/quickwit-oss/tantivy-py). It is a
# search engine written in Rust, and there is no build of it for a browser: this page looks like any other app, but its
# Python runs on the server.

# %%
import csv

import tantivy

schema = (
    tantivy.SchemaBuilder()
    .add_text_field("play", stored=True)
    .add_text_field("speaker", stored=True)
    .add_text_field("line", stored=True, tokenizer_name="en_stem")
    .build()
)
index = tantivy.Index(schema)
writer = index.writer()
with open("lines.csv", encoding="utf-8") as file:
    count = 0
    for row in csv.DictReader(file):
        writer.add_document(tantivy.Document(play=row["play"], speaker=row["speaker"], line=row["line"]))
        count += 1
writer.commit()
writer.wait_merging_threads()
index.reload()
print(f"{count} lines are indexed.")

# %% [markdown]
# ## Ask
#
# Words are found in all their forms. `love -death` leaves lines out, `"to be"` wants words side by side,
# `speaker:hamlet` looks who says it.

# %%
words = "love" #@param {type:"string"}
most = 5 #@param {type:"slider", min:1, max:20}

# %%
searcher = index.searcher()
query, problems = index.parse_query_lenient(words, ["line"])
hits = searcher.search(query, most).hits
print(f"{len(hits)} found for {words!r}." if hits else f"Nothing found for {words!r}.")
for score, address in hits:
    found = searcher.doc(address)
    print(f"{score:5.2f}  {found['line'][0]}\n       {found['speaker'][0]}, {found['play'][0]}")
