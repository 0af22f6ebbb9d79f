"""Looking at published feeds as a reader does.

`visit` asks for every file of the manifest, and then whether it has changed; `checks` judges what
came; `links` reads where a feed says that it is; `telling` puts it all into words.
"""

from feedmill.live.seen import Probed
from feedmill.live.visit import probe

__all__ = ["Probed", "probe"]
