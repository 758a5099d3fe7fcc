"""The files that people write in a project: settings, questions, papers, metadata, reviews.

Input: the folder of a project. Output: the content of its files, checked, with the file and line of every
problem, and the paths where a build writes. Papers are read through the readers; no answer is computed here.
"""

from generator.project.project import SETTINGS_FILE, Project, shipped

__all__ = ["SETTINGS_FILE", "Project", "shipped"]
