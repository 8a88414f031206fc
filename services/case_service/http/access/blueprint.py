"""The group of pages about access."""

from flask import Blueprint

access = Blueprint("access", __name__)
