"""`answerbook release`: answers frozen in an archive; and `answerbook verify --release`, which reads one."""
