/* Copyright (C) 2026 The Byline authors
   SPDX-License-Identifier: GPL-3.0-or-later */

#include "peer_torch.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

PeerTorch peer_torch_start(void)
{
  PeerTorch peer = {0};
  int to[2];
  int from[2];
  if (pipe(to) != 0 || pipe(from) != 0) {
    return peer;
  }
  peer.pid = fork();
  if (peer.pid == 0) {
    dup2(to[0], STDIN_FILENO);
    dup2(from[1], STDOUT_FILENO);
    close(to[1]);
    close(from[0]);
    execl("/usr/bin/python3", "python3", "tests/bench/peer_torch.py",
          (char*)NULL);
    _exit(127);
  }
  close(to[0]);
  close(from[1]);
  signal(SIGPIPE, SIG_IGN); /* one that has ended shows when it is asked */
  peer.to = fdopen(to[1], "w");
  peer.from = fdopen(from[0], "r");
  return peer;
}

void peer_torch_stop(PeerTorch* peer)
{
  fclose(peer->to);
  if (peer->from) {
    fclose(peer->from);
  }
  waitpid(peer->pid, NULL, 0);
}

double peer_torch_ask(PeerTorch* peer, const char* line)
{
  double answer = -1;
  if (peer->from) {
    fprintf(peer->to, "%s\n", line);
    fflush(peer->to);
    if (fscanf(peer->from, "%lf", &answer) != 1) {
      fclose(peer->from);
      peer->from = NULL;
      fprintf(stderr, "no peer: python3-torch is not there or has failed\n");
      return -1;
    }
  }
  return answer;
}
