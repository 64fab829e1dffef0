"""Quotes in a YAML file: where they stand, and the file with positions in their place.

A quote is `evidence: {quote: the words}`, alone or in a list. The tree only tells where things
stand; what is not a quote stays as it was written, character for character.
"""

import re
from collections.abc import Mapping, Sequence

import yaml

from casegraph.authoring.quotes import Quote, name_of
from casegraph.authoring.quotes_file import Edit, Placed, Quoted, applied, in_order
from casegraph.authoring.quotes_mentions import mappings, mentions, node_at, scalars, text_at
from casegraph.errors import ReadError
from casegraph.texts import SourceText

_PLACES = "places"
_COMMENT = re.compile(r"#[^\n]*")
_ANCHOR = re.compile(r"&\S+\s+")


class YamlFile:
    """The text of a YAML file that reads without error, and the quotes in it.

    file: its name in errors. document: the case. sources: the IRIs of its source texts.
    """

    prefix = "prefix: {}"
    suffix = "suffix: {}"

    def __init__(self, content: str, file: str, document: str, sources: Sequence[str]) -> None:
        self._content = content
        self._file = file
        self._sources = {_fragment(iri): iri for iri in sources}
        root = yaml.compose(content, Loader=yaml.SafeLoader)
        assert isinstance(root, yaml.MappingNode)  # noqa: S101 - it has been read
        self._root = root
        self._mentions = list(mentions(self._root, document, set()))
        self.quoted: Sequence[Quoted] = [
            Quoted(
                quotes=mention.quotes,
                source=mention.source and self._sources.get(_fragment(mention.source)),
                document=document,
                node=mention.owner,
                line=mention.node.start_mark.line + 1,
            )
            for mention in self._mentions
        ]

    def edited(
        self,
        places: Mapping[int, Placed],
        sources: Mapping[str, SourceText],
        *,
        keep: bool,
    ) -> str:
        """Return the text with positions where quotes stand, and all else as it is.

        :raises ReadError: when the file's `places` is no list.
        """
        edits: list[Edit] = []
        added: dict[str, str] = {}
        described = {_fragment(text_at(node, "id") or "") for node in mappings(self._root)}
        for index, place in sorted(places.items()):
            mention = self._mentions[index]
            name = name_of(self._spelling(place.source), place.spans)
            edits.append(self._reference(mention.node, name))
            if _fragment(name) not in described:
                added[name] = self._item(name, place, mention.quotes if keep else ())
        if added:
            edits.append(self._places(list(added.values())))
        edits += [self._digest(source) for source in sources.values()]
        return applied(self._content, edits)

    def _spelling(self, source: str) -> str:
        """Return how the file writes the id of *source*."""
        for node in mappings(self._root):
            written = text_at(node, "id")
            if written and _fragment(written) == _fragment(source) and len(node.value) > 1:
                return written
        return f"#{_fragment(source)}"

    def _reference(self, node: yaml.MappingNode, name: str) -> Edit:
        """Return the edit that puts *name* in the place of *node*; comments inside it stay."""
        start, end = node.start_mark.index, self._end(node)
        if anchor := _ANCHOR.match(self._content, start):
            start = anchor.end()
        written = _text(name)
        comments = self._comments(node, end)
        if comments:
            indent = "\n" + " " * node.start_mark.column
            written = f"{written}  {indent.join(comments)}"
            rest = self._content[end:].partition("\n")[0].strip()
            if rest and not rest.startswith("#"):
                written += indent
        return Edit(start, end, written)

    def _item(self, name: str, place: Placed, quotes: Sequence[Quote]) -> str:
        """Return the place *name* as one line, as `casegraph convert` writes it."""
        selectors = [
            f"{{type: TextPositionSelector, start: {span.start}, end: {span.end}}}"
            for span in in_order(place.spans)
        ]
        for quote in quotes:
            said = {"quote": quote.exact, "prefix": quote.prefix, "suffix": quote.suffix}
            parts = "".join(f", {key}: {_text(text)}" for key, text in said.items() if text)
            selectors.append(f"{{type: TextQuoteSelector{parts}}}")
        at = selectors[0] if len(selectors) == 1 else f"[{', '.join(selectors)}]"
        source = _text(self._spelling(place.source))
        return f"{{id: {_text(name)}, type: SpecificResource, source: {source}, at: {at}}}"

    def _places(self, items: Sequence[str]) -> Edit:
        """Return the edit that adds *items* to the places of the file."""
        found = node_at(self._root, _PLACES)
        if found is None:
            if self._root.flow_style:
                raise self._not_a_list(self._root, "the file is one flow mapping, as JSON is")
            body = _list(items, "  ")
            tail = self._content[self._end(self._root) :]
            at = self._line_end(self._end(self._root)) if "\n..." in tail else len(self._content)
            before = "\n" if self._content[:at].endswith("\n") else "\n\n"
            if _is_block(self._root) and before == "\n":
                before = ""
            return Edit(at, at, f"{before}{_PLACES}:\n{body}\n")
        if isinstance(found, yaml.SequenceNode) and found.value and not found.flow_style:
            at = self._line_end(self._end(found))
            return Edit(at, at, "\n" + _list(items, " " * found.start_mark.column))
        if isinstance(found, yaml.MappingNode) or found.value:
            raise self._not_a_list(found, f"`{_PLACES}` is not a list with a line for each item")
        return Edit(found.start_mark.index, self._end(found), "\n" + _list(items, "  "))

    def _digest(self, source: SourceText) -> Edit:
        """Return the edit that adds digest and length to *source*."""
        said = {"sha256": source.digest and _text(source.digest), "characterCount": source.count}
        parts = [f"{key}: {value}" for key, value in said.items() if value]
        for node in mappings(self._root):
            if len(node.value) > 1 and _fragment(text_at(node, "id") or "") == _fragment(
                source.iri
            ):
                if node.flow_style:
                    at = self._end(node) - 1
                    rest = _COMMENT.sub("", self._content[self._end(node.value[-1][1]) : at])
                    comma = " " if "," in rest else ", "
                    return Edit(at, at, comma + ", ".join(parts))
                last = [value for _, value in node.value if not _is_block(value)][-1]
                at = self._line_end(self._end(last))
                indent = "\n" + " " * node.value[0][0].start_mark.column
                return Edit(at, at, "".join(indent + part for part in parts))
        raise self._not_a_list(self._root, "the source text is not described")

    def _not_a_list(self, node: yaml.Node, message: str) -> ReadError:
        return ReadError(
            message,
            file=self._file,
            line=node.start_mark.line + 1,
            repair="Write it as `casegraph new` does, one key a line.",
        )

    def _end(self, node: yaml.Node) -> int:
        """Return where what is written for *node* ends, comments after it left out."""
        if not isinstance(node, yaml.CollectionNode) or node.flow_style or not node.value:
            end = node.end_mark.index
        elif isinstance(node, yaml.MappingNode):
            end = self._end(node.value[-1][1])
        else:
            end = self._end(node.value[-1])
        return len(self._content[:end].rstrip())

    def _line_end(self, at: int) -> int:
        found = re.compile(r"\r?\n|$").search(self._content, at)
        return found.start() if found else len(self._content)

    def _comments(self, node: yaml.MappingNode, end: int) -> list[str]:
        """Return the comments inside *node*, which lie between its scalars."""
        leaves = sorted((leaf.start_mark.index, self._end(leaf)) for leaf in scalars(node))
        gaps = zip(
            [stop for _, stop in leaves], [*(start for start, _ in leaves[1:]), end], strict=True
        )
        return [
            comment.rstrip()
            for first, last in gaps
            for comment in re.findall(r"#[^\n]*", self._content[first:last])
        ]


def _is_block(node: yaml.Node) -> bool:
    """Return whether *node* ends in a block scalar, whose text goes on over empty lines."""
    last = list(scalars(node))[-1:]
    return any(scalar.style in ("|", ">") for scalar in last)


def _fragment(name: str) -> str:
    return name.partition("#")[2]


def _list(items: Sequence[str], indent: str) -> str:
    return "\n".join(f"{indent}- {item}" for item in items)


def _text(text: str) -> str:
    r"""Return *text* as a scalar in quotation marks.

    >>> _text("#text-1-9")
    '"#text-1-9"'
    """
    written = yaml.safe_dump(text, default_style='"', allow_unicode=True, width=float("inf"))
    return str(written).rstrip("\n")
