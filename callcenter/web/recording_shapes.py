"""What is told of a recording beside its sound."""

from callcenter.web.shapes import Shape, Span


class Peaks(Shape):
    """The waveform of both sides: loudest value per step, 0-1."""

    seconds: float
    per_second: float
    caller: list[float]
    agent: list[float]
    silences: list[Span]
    """Where caller and agent talked, and neither was heard for 15 s or longer."""
