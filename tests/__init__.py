"""The whole test suite; thinking rooms mirrored, pipes tried against the real thing."""

import pytest

pytest.register_assert_rewrite(
    "tests.centre", "tests.demo_centre", "tests.played", "tests.whole_call"
)
