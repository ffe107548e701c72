# The lab's login terminal: 100 columns, a desktop's display, and marks (OSC 133, which terminals
# do not show) around each command's output and at the prompt's end, so that the lab knows where the output starts, how
# it ended, and from when on the shell listens.
if [ "$(tty)" = /dev/hvc0 ] && [ -n "$BASH_VERSION" ]; then
  stty columns 100 rows 40
  export DISPLAY=:0
  PROMPT_COMMAND='printf "\033]133;D;%s\007" "$?"; PS1=${PS1%"$_lab_end"}$_lab_end'
  _lab_end='\[\033]133;B\007\]'
  PS0='\033]133;C\007'
  PS2='\[\033]133;A;k=s\007\]> '
fi
