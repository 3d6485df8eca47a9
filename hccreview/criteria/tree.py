"""Lark's tree of an expression: its parts, its tokens, and an error that points at one of them."""

from __future__ import annotations

from typing import Any, TypeGuard

from lark import Token, Tree

from hccreview.errors import ReviewError


class ExpressionError(ReviewError):
    """An expression that cannot be read; `line` and `column` count from 1."""

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(f"line {line}, column {column}: {message}")
        self.message, self.line, self.column = message, line, column


def error_at(place: Any, message: str) -> ExpressionError:
    """Return an error that points at a token or at the first token of a tree."""
    if isinstance(place, Token):
        return ExpressionError(message, place.line or 1, place.column or 1)
    return ExpressionError(message, place.meta.line, place.meta.column)


def tokens(tree: Tree[Token], kind: str) -> list[Token]:
    """Return the tokens of a kind directly below a tree."""
    return [child for child in tree.children if isinstance(child, Token) and child.type == kind]


def subtree(tree: Tree[Token], *names: str) -> Tree[Token] | None:
    """Return the first of the trees with one of some names directly below a tree."""
    for child in tree.children:
        if is_tree(child, *names):
            return child
    return None


def is_tree(child: object, *names: str) -> TypeGuard[Tree[Token]]:
    """True for a tree with one of some names."""
    return isinstance(child, Tree) and child.data in names


def values(tree: Tree[Token]) -> list[Token]:
    """Return the words of ``{…}`` below a tree."""
    words = subtree(tree, "words")
    assert words is not None
    return [value.children[0] for value in words.children]  # type: ignore[union-attr,misc]


def only(tree: Tree[Token]) -> Token:
    """Return the token of a tree that holds one."""
    token = tree.children[0]
    assert isinstance(token, Token)
    return token


def unquoted(token: Token) -> str:
    """Return what a token says, without its quotes."""
    return str(token)[1:-1] if token.type in ("STRING", "UNIT") else str(token)
