# Composes letters with Python's email package: one JSON letter a line in, base64 of the message a line out.
# Three ways by turns: EmailMessage with the SMTP policy, EmailMessage with the default policy, the classes of before Python 3.6.
import base64
import json
import sys
from email import policy
from email.header import Header
from email.message import EmailMessage
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import formataddr, formatdate, make_msgid


def modern(letter, rules):
    message = EmailMessage(policy=rules)
    message["Subject"] = letter["subject"]
    message["From"] = formataddr((letter["from"]["name"], letter["from"]["address"]))
    message["To"] = ", ".join(formataddr((person["name"], person["address"])) for person in letter["to"])
    message["Date"] = formatdate(1772413200)
    message["Message-ID"] = make_msgid(domain="mau.example")
    message.set_content(letter["text"])
    if letter["number"] % 2:
        message.add_alternative("<html><body><p>" + letter["text"].replace("\n", "<br>\n") + "</p></body></html>", subtype="html")
    for attached in letter["files"]:
        main, sub = attached["type"].split("/", 1)
        with open(attached["path"], "rb") as file:
            message.add_attachment(file.read(), maintype=main, subtype=sub, filename=attached["name"])
    return message.as_bytes()


def classic(letter):
    message = MIMEMultipart()
    message["Subject"] = Header(letter["subject"], "utf-8")
    message["From"] = formataddr((str(Header(letter["from"]["name"], "utf-8")), letter["from"]["address"]))
    message["To"] = ", ".join(person["address"] for person in letter["to"])
    message["Date"] = formatdate(1772413200)
    message.attach(MIMEText(letter["text"], "plain", "utf-8"))
    for attached in letter["files"]:
        with open(attached["path"], "rb") as file:
            part = MIMEApplication(file.read(), attached["type"].split("/", 1)[1])
        name = attached["name"]
        part.add_header("Content-Disposition", "attachment", filename=name if name.isascii() else ("utf-8", "", name))
        message.attach(part)
    return message.as_bytes()


for line in sys.stdin:
    letter = json.loads(line)
    way = letter["number"] % 3
    made = classic(letter) if way == 2 else modern(letter, policy.SMTP if way == 0 else policy.default)
    print(base64.b64encode(made).decode())
