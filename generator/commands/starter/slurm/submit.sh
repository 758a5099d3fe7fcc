#!/bin/bash
# Submits both jobs, in the folder of the project: `bash slurm/submit.sh`. Publishing starts when all tasks have ended,
# even if some could not answer everything; its log then says what is missing.
set -euo pipefail
cd "$(dirname "$0")/.."

answers=$(sbatch --parsable slurm/answers.sbatch)
sbatch --dependency="afterany:${answers%%;*}" slurm/publish.sbatch
