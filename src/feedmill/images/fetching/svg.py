"""SVG images: kept only if nothing in them can act or load. Pure.

What is not known to be harmless is refused; nothing is repaired, so that the bytes stay what
their name, a hash, says.
"""

from __future__ import annotations

import re

from lxml import etree

from feedmill.http.refusal import FetchRefused

MAX_BYTES = 2 * 1024 * 1024

_SVG = "http://www.w3.org/2000/svg"
_XML = "http://www.w3.org/XML/1998/namespace"
_XLINK = "http://www.w3.org/1999/xlink"
# Notes of drawing programs: no browser does anything with them.
_INERT = {
    "http://creativecommons.org/ns#",
    "http://purl.org/dc/elements/1.1/",
    "http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd",
    "http://web.resource.org/cc/",
    "http://www.inkscape.org/namespaces/inkscape",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
# Neither script, foreignObject, a, nor animation (which can set an href later).
_ELEMENTS = {
    "circle",
    "clipPath",
    "defs",
    "desc",
    "ellipse",
    "feBlend",
    "feColorMatrix",
    "feComponentTransfer",
    "feComposite",
    "feConvolveMatrix",
    "feDiffuseLighting",
    "feDisplacementMap",
    "feDistantLight",
    "feDropShadow",
    "feFlood",
    "feFuncA",
    "feFuncB",
    "feFuncG",
    "feFuncR",
    "feGaussianBlur",
    "feMerge",
    "feMergeNode",
    "feMorphology",
    "feOffset",
    "fePointLight",
    "feSpecularLighting",
    "feSpotLight",
    "feTile",
    "feTurbulence",
    "filter",
    "g",
    "image",
    "line",
    "linearGradient",
    "marker",
    "mask",
    "metadata",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialGradient",
    "rect",
    "stop",
    "style",
    "svg",
    "switch",
    "symbol",
    "text",
    "textPath",
    "title",
    "tspan",
    "use",
    "view",
}
_PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*", re.IGNORECASE)
# Whatever makes CSS load something; a backslash could spell any of them otherwise.
_LOADS = re.compile(r"url\(\s*+(?!['\"]?#)|@import|image-set|(src|image)\(|\\", re.IGNORECASE)
_DECLARES = re.compile(rb"<!(?!--|\[CDATA\[|DOCTYPE[^\[>]*>)")
_ENCODINGS = {None, "UTF-8", "ASCII", "US-ASCII", "ISO-8859-1"}
_LENGTH = re.compile(r"\s*(\d{1,6})(\.\d+)?(px)?\s*")


def looks_like_svg(data: bytes) -> bool:
    """Whether a file that begins so may be an SVG."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and b"<svg" in data


def check_svg(data: bytes) -> tuple[int, int]:
    """Return width and height in pixels (0, 0 if it names none).

    Raises FetchRefused if it is not harmless.
    """
    if len(data) > MAX_BYTES:
        raise FetchRefused(
            "too-large", f"is an SVG of {len(data)} bytes; at most {MAX_BYTES} are taken"
        )
    if b"\0" in data:
        raise _unsafe("is in an encoding that cannot be checked")
    if _DECLARES.search(data):
        raise _unsafe("declares entities")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FetchRefused("damaged", f"is an SVG that cannot be parsed: {error}") from None
    encoding = root.getroottree().docinfo.encoding
    if (encoding and encoding.upper()) not in _ENCODINGS:
        raise _unsafe(f"is in the encoding {encoding}")
    if root.tag != f"{{{_SVG}}}svg":
        raise FetchRefused("not-an-image", "is XML, not an image")
    for node in (*root.itersiblings(preceding=True), *root.iter(), *root.itersiblings()):
        if node.tag is not etree.Comment:
            _check_node(node)
    return _size(root)


def _check_node(node: etree._Element) -> None:
    if not isinstance(node.tag, str):
        raise _unsafe("contains a processing instruction or an entity")
    namespace, name = _split(node.tag)
    if namespace in _INERT:
        return
    if namespace != _SVG or name not in _ELEMENTS:
        raise _unsafe(f"holds <{name}>")
    if name == "style" and _LOADS.search("".join(map(str, node.itertext()))):
        raise _unsafe("has a style that loads something")
    for key, value in node.attrib.items():
        _check_attribute(name, str(key), str(value))


def _check_attribute(element: str, key: str, value: str) -> None:
    namespace, name = _split(key)
    if namespace in _INERT:
        return
    if namespace not in ("", _XLINK, _XML) or name == "base" or name.lower().startswith("on"):
        raise _unsafe(f"contains the attribute {name}")
    if name.lower() == "href":
        inline = element == "image" and _PICTURE.fullmatch(value.strip())
        if not inline and not value.strip().startswith("#"):
            raise _unsafe("refers to something outside itself")
    elif _LOADS.search(value):
        raise _unsafe(f"loads something in {name}")


def _size(root: etree._Element) -> tuple[int, int]:
    width, height = (_LENGTH.fullmatch(root.get(side, "")) for side in ("width", "height"))
    if width and height:
        return int(width[1]), int(height[1])
    box = root.get("viewBox", "").replace(",", " ").split()
    sides = [_LENGTH.fullmatch(side) for side in box[2:]]
    if len(sides) == 2 and sides[0] and sides[1]:
        return int(sides[0][1]), int(sides[1][1])
    return 0, 0


def _split(tag: str) -> tuple[str, str]:
    namespace, _, name = tag.rpartition("}")
    return namespace.removeprefix("{"), name


def _unsafe(why: str) -> FetchRefused:
    return FetchRefused("svg-unsafe", f"is an SVG that {why}")
