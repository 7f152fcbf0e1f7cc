package dev.drover.transform;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.openpgp.PGPEncryptedData;
import org.bouncycastle.openpgp.PGPEncryptedDataList;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPMarker;
import org.bouncycastle.openpgp.PGPObjectFactory;
import org.bouncycastle.openpgp.PGPPublicKeyEncryptedData;
import org.bouncycastle.openpgp.PGPSessionKey;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.api.OpenPGPCertificate;
import org.bouncycastle.openpgp.api.OpenPGPKey.OpenPGPPrivateKey;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;
import org.bouncycastle.openpgp.operator.bc.BcPublicKeyDataDecryptorFactory;
import org.bouncycastle.openpgp.operator.bc.BcSessionKeyDataDecryptorFactory;

/**
 * Decrypts with PGP. Content that is not protected against changes is refused, whatever is in it; that it was not changed,
 * and who signed it, is known at its end.
 *
 * @param signers one of whom must have signed; anybody, or nobody, when there are none
 */
record PgpDecryption(String name, List<OpenPGPPrivateKey> keys, List<OpenPGPCertificate> signers) implements Transform {
    private static final int BUFFER = 64 * 1024;

    @Override
    public InputStream from(InputStream content) throws IOException {
        BufferedInputStream all = new BufferedInputStream(content, BUFFER);
        PGPObjectFactory packets = new BcPGPObjectFactory(PGPUtil.getDecoderStream(all));
        try {
            Object first = packets.nextObject();
            while (first instanceof PGPMarker) {
                first = packets.nextObject();
            }
            if (!(first instanceof PGPEncryptedDataList list)) {
                throw new TransformException("it is not encrypted with PGP");
            }
            Opened opened = open(list);
            if (!opened.data().isIntegrityProtected() && !opened.data().isAEAD()) {
                throw new TransformException("it is not protected against changes, so anybody may have made it");
            }
            return new Decrypted(
                    opened.data(),
                    opened.data().getDataStream(new BcSessionKeyDataDecryptorFactory(opened.key())),
                    packets,
                    all,
                    signers);
        } catch (PGPException e) {
            throw new TransformException("it cannot be decrypted: " + e.getMessage(), e);
        }
    }

    @Override
    public String nameOf(String fileName) {
        return Names.without(fileName, PgpEncryption.BINARY, ".gpg", PgpEncryption.ARMORED);
    }

    /** Nothing of keys. */
    @Override
    public String toString() {
        return name;
    }

    private record Opened(PGPPublicKeyEncryptedData data, PGPSessionKey key) {}

    private Opened open(PGPEncryptedDataList list) throws TransformException {
        for (Iterator<PGPEncryptedData> each = list.getEncryptedDataObjects(); each.hasNext(); ) {
            if (each.next() instanceof PGPPublicKeyEncryptedData data) {
                for (OpenPGPPrivateKey key : keys) {
                    Optional<PGPSessionKey> session = sessionKey(data, key);
                    if (session.isPresent()) {
                        return new Opened(data, session.get());
                    }
                }
            }
        }
        throw new TransformException("it is encrypted for other keys than ours");
    }

    private static Optional<PGPSessionKey> sessionKey(PGPPublicKeyEncryptedData data, OpenPGPPrivateKey key) {
        // Whoever hides the recipients gives no key id.
        boolean mayFit = data.getKeyIdentifier().isWildcard()
                || data.getKeyIdentifier().matchesExplicit(key.getPublicKey().getKeyIdentifier());
        if (!mayFit) {
            return Optional.empty();
        }
        try {
            return Optional.of(data.getSessionKey(
                    new BcPublicKeyDataDecryptorFactory(key.getKeyPair().getPrivateKey())));
        } catch (PGPException | RuntimeException notForThisKey) {
            return Optional.empty();
        }
    }
}
