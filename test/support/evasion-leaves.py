# The leaves of each message as Python's email package sees them, by both of its policies: base64 of a message a line in, JSON a line out.
import base64
import email
import hashlib
import json
import sys
from email import policy


def leaves(message):
    for part in message.walk():
        if part.is_multipart():
            continue
        try:
            body = part.get_payload(decode=True) or b""
            name = part.get_filename() or ""
        except Exception as error:  # a second opinion that breaks down is none
            yield {"type": part.get_content_type(), "size": 0, "sha256": "", "encoding": "", "name": "", "error": repr(error)}
            continue
        encoding = str(part.get("Content-Transfer-Encoding", "")).lower()
        yield {"type": part.get_content_type(), "size": len(body), "sha256": hashlib.sha256(body).hexdigest(), "encoding": encoding, "name": str(name)}


def opinion(raw, rules):
    try:
        return list(leaves(email.message_from_bytes(raw, policy=rules)))
    except Exception as error:
        return [{"type": "", "size": 0, "sha256": "", "encoding": "", "name": "", "error": repr(error)}]


for line in sys.stdin:
    raw = base64.b64decode(json.loads(line))
    print(json.dumps(opinion(raw, policy.compat32) + opinion(raw, policy.default)))
