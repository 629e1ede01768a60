"""A fictional school district as a folder of real files: same seed, same names, same contents."""

from firstbell.drill.district.maker import make_district

__all__ = ["make_district"]
