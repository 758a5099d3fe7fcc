"""The files that people write in a project: settings, questions, papers, metadata, reviews.

In comes the folder of a project; out come what its files say, checked, with every problem's file and line,
and the places where a build puts what it makes. Reads papers through the readers; computes no answer.
"""

from generator.project.project import SETTINGS_FILE, Project, shipped

__all__ = ["SETTINGS_FILE", "Project", "shipped"]
