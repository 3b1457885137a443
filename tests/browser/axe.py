"""axe-core, which looks for what keeps a page from people who cannot see it or point at it."""

from pathlib import Path

AXE = Path(__file__).parent / "vendor" / "axe.js"
RUN = """(rules) => axe.run(document, {resultTypes: ["violations"], preload: false, ...(rules && {runOnly: rules})}).then(
  ({violations}) => violations.map(({id, nodes}) => `${id}: ${nodes.map(({html}) => html).join(" ")}`))"""
