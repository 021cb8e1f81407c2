"""One centre for all faults, in which everything is killed in turn."""

from tests.centre_fixtures import centre, lin, standing_centre, wang, whole_centre

__all__ = ["centre", "lin", "standing_centre", "wang", "whole_centre"]
