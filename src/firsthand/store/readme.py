"""The README.txt that lies in every store: how to check it with nothing of ours."""

from __future__ import annotations

README = """\
This folder holds the evidence and the records of one case, in a form that can be
checked without the program that wrote it. Nothing here is ever edited.

  objects/sha256/ab/abcd...   files as they were taken in, and what was made from
                              them; each is named by the SHA-256 of its bytes
  log/entries.jsonl           what was done, one line an entry, in order
  log/checkpoints             signed statements: "after n entries, the root is R"
  keys/                       public keys; private ones are never in this folder
  anchors/                    time stamps on checkpoints by outside authorities, if any
  quarantine/                 what a stopped program left; not evidence
  index.sqlite                an index for speed; not evidence, can be deleted
  verify.py                   checks all of this; needs Python 3.9 or newer, no more

CHECK EVERYTHING (exit code 0 = all is well, 3 = something is not):

  python3 -I verify.py

The log binds itself to one signing key. To know that it is the key you were told of,
and that the log still holds all that you were once shown, keep the text of the key
(keys/*.vkey) and a checkpoint elsewhere, and give them:

  python3 -I verify.py --key "KEY TEXT" --receipt OLD-CHECKPOINT

CHECK BY HAND, with standard tools alone:

  one object (prints its own name):
    sha256sum objects/sha256/ab/NAME

  one entry, here the 42nd (prints its leaf in the tree):
    (printf '\\0'; sed -n '42p' log/entries.jsonl | tr -d '\\n') | sha256sum

  the newest checkpoint (needs OpenSSL 3; prints "Signature Verified Successfully"):
    tail -n 6 log/checkpoints > /tmp/note
    head -n 3 /tmp/note > /tmp/note.body
    sed -n 5p /tmp/note | cut -d' ' -f3 | base64 -d | tail -c +5 > /tmp/note.sig
    openssl pkeyutl -verify -pubin -inkey keys/signing-*.pub.pem -rawin \\
      -in /tmp/note.body -sigfile /tmp/note.sig

  a time stamp on the first 42 entries (ROOT.pem: the authority's root, which you get
  from a place that you trust; SECONDS: the stamp's own time, since 1970):
    openssl ts -verify -data anchors/42.checkpoint -in anchors/42.X.tsr \\
      -CAfile ROOT.pem -untrusted anchors/42.X.chain.pem -attime SECONDS

Hashing of the tree is that of RFC 6962; notes and checkpoints are those of
c2sp.org/signed-note and c2sp.org/tlog-checkpoint. Entries hold no names and no
addresses: what an act was about stands in the object whose SHA-256 is its `commit`
(32 random bytes, then JSON).
"""
