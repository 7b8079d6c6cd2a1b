"""The one exception inside network/: why a request ended without an answer. It never leaves the client."""

from __future__ import annotations

from sahelreader.domain.outcome import Problem


class Failure(Exception):
    def __init__(self, problem: Problem, detail: str = "") -> None:
        super().__init__(problem, detail)
        self.problem = problem
        self.detail = detail
