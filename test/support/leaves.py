# The leaves of each message as Python's email package sees them: one JSON line in (base64 of a message), one out.
import base64
import email
import hashlib
import json
import sys

for line in sys.stdin:
    message = email.message_from_bytes(base64.b64decode(json.loads(line)))
    leaves = []
    for part in message.walk():
        if part.is_multipart():
            continue
        try:
            body = part.get_payload(decode=True)
        except Exception as error:  # a second opinion that breaks down is none
            leaves.append({"type": part.get_content_type(), "error": str(error)})
            continue
        leaves.append({
            "type": part.get_content_type(),
            "size": len(body or b""),
            "sha256": hashlib.sha256(body or b"").hexdigest(),
            "encoding": str(part.get("Content-Transfer-Encoding", "")).lower(),
            "name": part.get_filename() or "",
            "start": (body or b"")[:60].decode("latin1"),
        })
    print(json.dumps(leaves))
