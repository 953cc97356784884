// SPDX-License-Identifier: Apache-2.0
package io.tributary.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The users of a secured broker and their passwords, as a file names them: a line `name=password` each, `#` before a remark.
///
/// **Guarantees.** A file that others may read is refused; no message and no text of this object holds a password.
final class BrokerUsers {
  /// Who may do everything and grants the others their rights; every file names this user.
  static final String ADMIN = "admin";
  /// Named like the broker itself, a user would have the broker's rights.
  static final String RESERVED = "tributary-broker";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private final Map<String, String> passwords;

  private BrokerUsers(Map<String, String> passwords) {
    this.passwords = passwords;
  }

  /// @throws BrokerException where the file is not there, open to others, or holds something else than users
  static BrokerUsers read(Path file) {
    List<String> lines;
    try {
      requireClosed(file);
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new BrokerException("broker.users " + file + " cannot be read (" + e + "); expected a file of lines name=password; no broker was started", e);
    }
    Map<String, String> passwords = new TreeMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        add(passwords, line, file + " line " + (i + 1));
      }
    }
    if (!passwords.containsKey(ADMIN)) {
      throw new BrokerException("broker.users " + file + " has no user " + ADMIN + "; expected one, because somebody must grant the others their rights; "
          + "no broker was started");
    }
    return new BrokerUsers(passwords);
  }

  private static void requireClosed(Path file) throws IOException {
    if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
      return;
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    if (permissions.contains(PosixFilePermission.OTHERS_READ) || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new BrokerException("broker.users " + file + " is open to everybody on this machine; expected passwords that only their owner can read "
          + "(chmod 600); no broker was started");
    }
  }

  private static void add(Map<String, String> passwords, String line, String place) {
    int equals = line.indexOf('=');
    String name = equals < 0 ? "" : line.substring(0, equals).strip();
    String password = line.substring(equals + 1).strip();
    if (!NAME.matcher(name).matches() || password.isEmpty()) {
      throw new BrokerException("broker.users " + place + " is no user; expected name=password, the name of 1 to 64 of A-Z, a-z, 0-9, '.', '_' and '-'; "
          + "no broker was started");
    }
    if (name.equals(RESERVED)) {
      throw new BrokerException("broker.users " + place + " names the user " + name + ", which is the broker itself; expected another name; no broker was started");
    }
    if (passwords.put(name, password) != null) {
      throw new BrokerException("broker.users " + place + " names the user " + name + " a second time; expected each once; no broker was started");
    }
  }

  /// In order.
  Set<String> names() {
    return passwords.keySet();
  }

  String password(String name) {
    return passwords.get(name);
  }

  @Override
  public String toString() {
    return "users " + names();
  }
}
