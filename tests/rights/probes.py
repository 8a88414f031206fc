"""A page that shows all that somebody may read of a matter, as every page must: through open_matter. Only the tests serve it."""

from __future__ import annotations

from uuid import UUID

import msgspec
from flask import Response, jsonify
from town import Town

from services.case_service.http.case_access import open_matter
from services.case_service.http.rights import Right, needs
from services.case_service.rights import Action


def serve_probe(town: Town) -> Town:
    """Add the page to the town's server: /prove/<action>/<matter>."""

    @needs(Right.SIGNED_IN)
    def probe(action: str, stream_id: UUID) -> Response:
        matter = open_matter(stream_id, Action(action))
        return jsonify(
            share=matter.decision.share.value,
            versions=[one.version for one in matter.recorded],
            content=msgspec.json.encode([one.event for one in matter.recorded]).decode(),
            linked=[str(row.stream_id) for row in matter.linked],
        )

    town.server.app.add_url_rule("/prove/<action>/<uuid:stream_id>", "probe", probe)
    return town
