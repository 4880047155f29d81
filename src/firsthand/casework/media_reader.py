"""Runs inside the box: decodes a picture, a video or a sound, gives numbers back.

Method: M190, M076, M079. Imported there before the walls stand, so that every child
shares what is loaded here.
"""

from __future__ import annotations

import base64
import contextlib

import msgspec
import numpy as np  # noqa: F401  loaded before the walls stand
from PIL import AvifImagePlugin, Image, MpoImagePlugin, TiffImagePlugin, WebPImagePlugin

from firsthand.capture.boxes import Errand
from firsthand.capture.taken import Taken
from firsthand.errors import SourceError, UserError
from firsthand.reference import Reference
from firsthand.verify import heif, keypoints
from firsthand.verify.features import features_of
from firsthand.verify.scenes import scene_points

Image.preinit()
# Plugins cannot be loaded once the walls stand.
_LOADED = (MpoImagePlugin, TiffImagePlugin, WebPImagePlugin)
AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # the box allows no threads
with contextlib.suppress(ImportError):
    import av  # noqa: F401  loaded before the walls stand
keypoints.is_available()
heif.is_available()


def read_picture(data: bytes, errand: Errand, reference: Reference) -> Taken:
    """Give the features of a picture as text: base64 of MessagePack."""
    del reference
    try:
        packed = msgspec.msgpack.encode(features_of(data))
    except SourceError as error:
        return Taken(filename=errand.name, media_type="", problem=str(error))
    return _taken(errand, packed)


def read_scene(data: bytes, errand: Errand, reference: Reference) -> Taken:
    """Give the points of a picture that scenes are compared by."""
    del reference
    try:
        packed = msgspec.msgpack.encode(scene_points(data))
    except (SourceError, UserError) as error:
        return Taken(filename=errand.name, media_type="", problem=str(error))
    return _taken(errand, packed)


def read_video(data: bytes, errand: Errand, reference: Reference) -> Taken:
    """Give the frames of a video, whose path is the errand's name."""
    from firsthand.verify.video import video_features  # noqa: PLC0415  only for videos

    del reference, data
    try:
        packed = msgspec.msgpack.encode(video_features(errand.name))
    except SourceError as error:
        return Taken(filename=errand.name, media_type="", problem=str(error))
    return _taken(errand, packed)


def read_description(data: bytes, errand: Errand, reference: Reference) -> Taken:
    """Give what a model says of a picture; the errand's name is the model's file."""
    from firsthand.verify.descriptors import describe  # noqa: PLC0415  only with one

    del reference
    try:
        packed = msgspec.msgpack.encode(describe(data, errand.name))
    except (SourceError, UserError) as error:
        return Taken(filename=errand.name, media_type="", problem=str(error))
    return _taken(errand, packed)


def read_credentials(data: bytes, errand: Errand, reference: Reference) -> Taken:
    """Give the content credentials; the errand's name is the media type."""
    from firsthand.verify import credentials  # noqa: PLC0415  only for credentials

    del reference
    try:
        line = credentials.read_credentials(data, errand.name)
    except UserError as error:
        return Taken(filename=errand.name, media_type="", problem=str(error))
    return _taken(errand, msgspec.msgpack.encode(line))


def _taken(errand: Errand, packed: bytes) -> Taken:
    text = base64.b64encode(packed).decode("ascii")
    return Taken(filename=errand.name, media_type="", text=text)
