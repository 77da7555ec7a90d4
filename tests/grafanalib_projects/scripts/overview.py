from __future__ import annotations

from dataclasses import dataclass, field

from grafanalib.core import Dashboard, Text


@dataclass
class Section:
    title: str
    lines: list[str] = field(default_factory=list)

    def panel(self) -> Text:
        return Text(title=self.title, content='\n'.join(self.lines), mode='text')


def overview_dashboard(sections: tuple[Section, ...] = (Section('Hello', ['a', 'b']),)) -> Dashboard:
    return Dashboard(title='Overview', panels=[section.panel() for section in sections])


board = overview_dashboard()
