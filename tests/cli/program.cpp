#include "program.h"

#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

namespace wfp::test {
namespace {

// In the child: becomes `user` and runs argv; never returns.
[[noreturn]] void become(const User& user, const std::vector<std::string>& argv) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  std::signal(SIGPIPE, SIG_DFL);
  if (user.uid != 0) {
    const bool done = setgroups(user.groups.size(), user.groups.data()) == 0 &&
                      setresgid(user.gid, user.gid, user.gid) == 0 &&
                      setresuid(user.uid, user.uid, user.uid) == 0;
    if (!done) _exit(126);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
  }
  std::vector<char*> words;
  for (const std::string& word : argv) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  execv(words[0], words.data());
  _exit(127);
}

int exit_of(pid_t pid) {
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

// Appends what can be read now; false at the end.
bool read_some(int fd, std::string& text) {
  char buffer[65536];
  const ssize_t got = read(fd, buffer, sizeof buffer);
  if (got > 0) text.append(buffer, static_cast<std::size_t>(got));
  return got > 0 || (got < 0 && errno == EINTR);
}

}  // namespace

nlohmann::json Ran::json() const { return nlohmann::json::parse(out, nullptr, false); }

Ran run(const std::vector<std::string>& argv, const User& user, const std::string& input) {
  int in[2], out[2], err[2];
  if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0 || pipe2(err, O_CLOEXEC) != 0) {
    return {};
  }
  const pid_t child = fork();
  if (child == 0) {
    dup2(in[0], STDIN_FILENO);
    dup2(out[1], STDOUT_FILENO);
    dup2(err[1], STDERR_FILENO);
    become(user, argv);
  }
  close(in[0]);
  close(out[1]);
  close(err[1]);
  std::signal(SIGPIPE, SIG_IGN);
  (void)!write(in[1], input.data(), input.size());  // small: it fits the pipe
  close(in[1]);
  Ran ran;
  pollfd ends[] = {{out[0], POLLIN, 0}, {err[0], POLLIN, 0}};
  while (ends[0].fd >= 0 || ends[1].fd >= 0) {
    if (poll(ends, 2, -1) < 0) continue;
    if (ends[0].revents != 0 && !read_some(ends[0].fd, ran.out)) ends[0].fd = -1;
    if (ends[1].revents != 0 && !read_some(ends[1].fd, ran.err)) ends[1].fd = -1;
  }
  close(out[0]);
  close(err[0]);
  ran.exit = exit_of(child);
  return ran;
}

Ran wfp(std::vector<std::string> arguments, const User& user, const std::string& input) {
  arguments.insert(arguments.begin(), WFP_PROGRAM);
  return run(arguments, user, input);
}

Running::Running(const std::vector<std::string>& argv, const User& user) {
  int out[2];
  if (pipe2(out, O_CLOEXEC) != 0) return;
  pid_ = fork();
  if (pid_ == 0) {
    dup2(out[1], STDOUT_FILENO);
    become(user, argv);
  }
  close(out[1]);
  out_ = out[0];
}

Running::~Running() {
  if (pid_ > 0) {
    kill(pid_, SIGKILL);
    exit_of(pid_);
  }
  if (out_ >= 0) close(out_);
}

std::string Running::line() {
  std::string line;
  char c = 0;
  while (read(out_, &c, 1) == 1 && c != '\n') line += c;
  return line;
}

Listener::Listener(const User& user, const std::string& program) : process_({program}, user) {
  const std::string line = process_.line();
  port_ = line.empty() ? 0 : std::stoi(line);
}

std::string Listener::id() const {
  const auto rows = wfp({"ls", "--json", "--columns", "id", filter()}).json();
  if (!rows.is_object() || rows["endpoints"].size() != 1) return "";
  return rows["endpoints"][0]["id"];
}

bool sees(const User& user, const Listener& listener) {
  const auto rows = wfp({"ls", "--json", listener.filter()}, user).json();
  return rows.is_object() && rows["endpoints"].size() == 1;
}

}  // namespace wfp::test
