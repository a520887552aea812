package org.openhtc.execution.slot;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.openhtc.region.Architecture;

/**
 * The program of a slot: it waits for SIGTERM or SIGINT, then ends. It is so small that it is
 * written here as machine code and needs no compiler and no file. In C:
 *
 * <pre>
 * sigset_t set = SIGTERM | SIGINT;
 * sigprocmask(SIG_BLOCK, &amp;set, NULL);   // Linux discards unblocked signals to process 1
 * while (sigtimedwait(&amp;set, NULL, NULL) &lt; 0);
 * exit(0);
 * </pre>
 */
final class PauseProgram {
  private static final long LOADED_AT = 0x400000;
  private static final int HEADERS = 64 + 56;
  private static final int READ_AND_EXECUTE = 5;

  /** Bit n - 1 is signal n: SIGTERM is 15, SIGINT is 2. */
  private static final long SIGNALS = 1L << 14 | 1L << 1;

  private static final int[] X86 = {
    0x31, 0xff, //                        xor  edi, edi          SIG_BLOCK
    0x48, 0x8d, 0x35, 0x2f, 0, 0, 0, //   lea  rsi, [rip + set]
    0x31, 0xd2, //                        xor  edx, edx
    0x41, 0xba, 8, 0, 0, 0, //            mov  r10d, 8           bytes of the set
    0xb8, 14, 0, 0, 0, //                 mov  eax, rt_sigprocmask
    0x0f, 0x05, //                        syscall
    0x48, 0x8d, 0x3d, 0x19, 0, 0, 0, //   wait: lea rdi, [rip + set]
    0x31, 0xf6, //                        xor  esi, esi
    0x31, 0xd2, //                        xor  edx, edx
    0xb8, 0x80, 0, 0, 0, //               mov  eax, rt_sigtimedwait
    0x0f, 0x05, //                        syscall
    0x85, 0xc0, //                        test eax, eax
    0x78, 0xea, //                        js   wait
    0x31, 0xff, //                        xor  edi, edi
    0xb8, 60, 0, 0, 0, //                 mov  eax, exit
    0x0f, 0x05, //                        syscall
    0x90, //                              nop                    the set follows
  };

  private static final int[] AARCH64 = {
    0xd2800000, //        mov  x0, 0                SIG_BLOCK
    0x100001c1, //        adr  x1, set
    0xd2800002, //        mov  x2, 0
    0xd2800103, //        mov  x3, 8                bytes of the set
    0xd28010e8, //        mov  x8, rt_sigprocmask
    0xd4000001, //        svc  0
    0x10000120, //  wait: adr  x0, set
    0xd2800001, //        mov  x1, 0
    0xd2800002, //        mov  x2, 0
    0xd2801128, //        mov  x8, rt_sigtimedwait
    0xd4000001, //        svc  0
    0xb7ffff60, //        tbnz x0, 63, wait
    0xd2800000, //        mov  x0, 0
    0xd2800ba8, //        mov  x8, exit
    0xd4000001, //        svc  0
  };

  private PauseProgram() {}

  /** A static executable in the format ELF. */
  static byte[] of(Architecture architecture) {
    return switch (architecture) {
      case X86 -> executable(62, x86());
      case AARCH64 -> executable(183, aarch64());
      case A100 -> throw new IllegalArgumentException("no host has architecture " + architecture);
    };
  }

  private static byte[] x86() {
    byte[] code = new byte[X86.length];
    for (int i = 0; i < code.length; i++) {
      code[i] = (byte) X86[i];
    }
    return code;
  }

  private static byte[] aarch64() {
    ByteBuffer code = littleEndian(AARCH64.length * Integer.BYTES);
    for (int instruction : AARCH64) {
      code.putInt(instruction);
    }
    return code.array();
  }

  private static byte[] executable(int machine, byte[] code) {
    int size = HEADERS + code.length + Long.BYTES;
    ByteBuffer file = littleEndian(size);
    fileHeader(file, machine);
    programHeader(file, size);
    return file.put(code).putLong(SIGNALS).array();
  }

  private static void fileHeader(ByteBuffer file, int machine) {
    file.put("\177ELF".getBytes(StandardCharsets.ISO_8859_1));
    file.put(new byte[] {2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0}); // 64 bits, little-endian, version 1
    file.putShort((short) 2).putShort((short) machine).putInt(1); // executable
    file.putLong(LOADED_AT + HEADERS); // address of the first instruction
    file.putLong(64).putLong(0).putInt(0); // the program header follows; no section headers; flags
    file.putShort((short) 64).putShort((short) 56).putShort((short) 1); // sizes; one program header
    file.putShort((short) 64).putShort((short) 0).putShort((short) 0);
  }

  /** Loads the whole file into memory. */
  private static void programHeader(ByteBuffer file, int size) {
    file.putInt(1).putInt(READ_AND_EXECUTE).putLong(0);
    file.putLong(LOADED_AT).putLong(LOADED_AT);
    file.putLong(size).putLong(size).putLong(0x1000);
  }

  private static ByteBuffer littleEndian(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
