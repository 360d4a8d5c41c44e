"""A server that speaks chat completions, as a process of its own: ``python chat_server.py SCENE``.

It prints its port and then answers each request as the scene wants it. What it was asked is kept
and told at ``GET /asked``. Standard library only.
"""

from __future__ import annotations

import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ASKED: list[dict[str, object]] = []
SAID = ("Um token", " é um peda", "ço de texto [1].", " Todos juntos", " são o Vocabulário.")
ERRORS = {"401": 401, "404": 404, "500": 500}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._send(200, "application/json", json.dumps(ASKED).encode())

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        key = self.headers.get("Authorization", "")
        ASKED.append({"path": self.path, "body": body, "key": key, "at": time.monotonic()})
        scene = sys.argv[1]
        if scene in ERRORS:
            text = json.dumps({"error": {"message": f"scene {scene}"}}).encode()
            self._send(ERRORS[scene], "application/json", text)
        elif scene == "html":
            self._send(502, "text/html", b"<h1>Bad gateway</h1>")
        elif scene == "redirect":
            self.send_response(307)
            self.send_header("Location", "http://elsewhere.invalid/v1/chat/completions")
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif scene == "whole":
            message = {"role": "assistant", "content": "".join(SAID)}
            usage = {"prompt_tokens": 7, "completion_tokens": 5}
            whole = {"choices": [{"message": message, "finish_reason": "stop"}], "usage": usage}
            self._send(200, "application/json", json.dumps(whole).encode())
        elif scene == "strict" and "stream_options" in body:
            self._send(400, "application/json", b'{"error": "unknown field stream_options"}')
        elif scene == "silent":
            time.sleep(60)
        else:
            self._stream(scene)

    def _stream(self, scene: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Connection", "close")
        self.end_headers()
        self._event(b": keep-alive\n\n")
        self._say({"role": "assistant", "content": ""})
        said = {"lies": ("A lua é de queijo.",), "mute": (), "refuses": ("As notas não ", "dizem.")}
        for n, text in enumerate(said.get(scene, SAID)):
            if n == 2 and scene == "slow":
                time.sleep(60)
            if n == 4 and scene == "steady":
                time.sleep(1)
            if n == 3 and scene == "broken":
                return
            if n == 2 and scene == "malformed":
                self._event(b"data: {this is no json}\n\n")
            if n == 2 and scene == "fails":
                self._event(b'data: {"error": {"message": "out of memory"}}\n\n')
            self._say({"content": text})
        self._event(b'data: {"choices": [{"delta": {}, "finish_reason": "stop"}]}\r\n\r\n')
        usage = {"prompt_tokens": 123, "completion_tokens": 5}
        self._event(f"data: {json.dumps({'choices': [], 'usage': usage})}\n\n".encode())
        self._event(b"data: [DONE]\n\n")

    def _say(self, delta: dict[str, str]) -> None:
        choice = {"index": 0, "delta": delta, "finish_reason": None}
        if text := delta.get("content"):
            top = [{"token": text, "logprob": -0.5}, {"token": "Uma", "logprob": -1.5}]
            choice["logprobs"] = {"content": [{**top[0], "top_logprobs": top}]}
        self._event(f"data: {json.dumps({'choices': [choice]})}\n\n".encode())

    def _event(self, data: bytes) -> None:
        self.wfile.write(data)
        self.wfile.flush()

    def _send(self, status: int, kind: str, data: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_port, flush=True)
    server.serve_forever()
