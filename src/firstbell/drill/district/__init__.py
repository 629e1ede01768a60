"""A fictional school district as a folder of real files: same seed, same names, same contents."""

from firstbell.drill.district.maker import District, make_district

__all__ = ["District", "make_district"]
