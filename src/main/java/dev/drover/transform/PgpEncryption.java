package dev.drover.transform;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPEncryptedDataGenerator;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPLiteralData;
import org.bouncycastle.openpgp.PGPLiteralDataGenerator;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.api.OpenPGPCertificate;
import org.bouncycastle.openpgp.api.OpenPGPKey.OpenPGPPrivateKey;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDataEncryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPublicKeyKeyEncryptionMethodGenerator;

/**
 * Encrypts with PGP (RFC 9580, in the forms that programs of RFC 4880 read too): AES with 256 bits, protected against
 * changes, not compressed, since the length of what is compressed tells of the content. Neither the name of the file nor
 * its time are in it.
 *
 * @param signer whose signature goes with it, if anybody's
 */
record PgpEncryption(
        String name, List<OpenPGPCertificate> recipients, boolean armor, Optional<OpenPGPPrivateKey> signer)
        implements Encryption {
    static final String BINARY = ".pgp";
    static final String ARMORED = ".asc";

    // A power of two: the size of parts of unknown length.
    private static final int PART = 64 * 1024;
    private static final SecureRandom RANDOM = new SecureRandom();

    @Override
    public InputStream from(InputStream content) throws IOException {
        return new Written(content, this::into);
    }

    @Override
    public String ending() {
        return armor ? ARMORED : BINARY;
    }

    @Override
    public String nameOf(String fileName) {
        return fileName + ending();
    }

    @Override
    public OutputStream into(OutputStream below) throws IOException {
        try {
            return new Message(below);
        } catch (PGPException e) {
            throw new IOException("The content cannot be encrypted by \"" + name + "\": " + e.getMessage(), e);
        }
    }

    /** Nothing of keys. */
    @Override
    public String toString() {
        return name;
    }

    /** One message while it is written. One thread. */
    private final class Message extends OutputStream {
        private final Optional<OutputStream> armored;
        private final OutputStream packets;
        private final OutputStream encrypted;
        private final OutputStream literal;
        private final Optional<PGPSignatureGenerator> signature;
        private boolean closed;

        Message(OutputStream below) throws IOException, PGPException {
            armored = armor
                    ? Optional.of(ArmoredOutputStream.builder().clearHeaders().build(below))
                    : Optional.empty();
            packets = new BufferedOutputStream(armored.orElse(below), PART);
            PGPEncryptedDataGenerator encryptor =
                    new PGPEncryptedDataGenerator(new BcPGPDataEncryptorBuilder(SymmetricKeyAlgorithmTags.AES_256)
                            .setWithIntegrityPacket(true)
                            .setSecureRandom(RANDOM));
            for (OpenPGPCertificate recipient : recipients) {
                encryptor.addMethod(new BcPublicKeyKeyEncryptionMethodGenerator(
                        PgpKeys.forEncryption(recipient).getPGPPublicKey()));
            }
            signature = signer.isPresent() ? Optional.of(signature(signer.get())) : Optional.empty();
            encrypted = encryptor.open(packets, new byte[PART]);
            if (signature.isPresent()) {
                signature.get().generateOnePassVersion(false).encode(encrypted);
            }
            literal = new PGPLiteralDataGenerator()
                    .open(encrypted, PGPLiteralData.BINARY, "", PGPLiteralData.NOW, new byte[PART]);
        }

        private PGPSignatureGenerator signature(OpenPGPPrivateKey key) throws IOException, PGPException {
            if (!key.getPublicKey().isSigningKey()) {
                throw new KeyRefusedException("The PGP key that \"" + name + "\" signs with is not valid any more");
            }
            PGPSignatureGenerator generator = new PGPSignatureGenerator(
                    new BcPGPContentSignerBuilder(key.getPublicKey().getAlgorithm(), HashAlgorithmTags.SHA512),
                    key.getPublicKey().getPGPPublicKey());
            generator.init(PGPSignature.BINARY_DOCUMENT, key.getKeyPair().getPrivateKey());
            return generator;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] source, int from, int length) throws IOException {
            literal.write(source, from, length);
            if (signature.isPresent()) {
                signature.get().update(source, from, length);
            }
        }

        @Override
        public void flush() {
            // Half a packet is of no use to anybody.
        }

        @Override
        public void close() throws IOException {
            if (closed) {
                return;
            }
            closed = true;
            literal.close();
            if (signature.isPresent()) {
                try {
                    signature.get().generate().encode(encrypted);
                } catch (PGPException e) {
                    throw new IOException("The content cannot be signed by \"" + name + "\": " + e.getMessage(), e);
                }
            }
            encrypted.close();
            packets.flush();
            if (armored.isPresent()) {
                armored.get().close();
            }
        }
    }
}
