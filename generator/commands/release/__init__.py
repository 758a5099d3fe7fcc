"""`answerbook release` freezes answers in an archive; `answerbook verify --release` checks one."""
