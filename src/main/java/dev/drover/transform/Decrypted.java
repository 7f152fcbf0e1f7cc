package dev.drover.transform;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.openpgp.PGPCompressedData;
import org.bouncycastle.openpgp.PGPEncryptedData;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPLiteralData;
import org.bouncycastle.openpgp.PGPMarker;
import org.bouncycastle.openpgp.PGPObjectFactory;
import org.bouncycastle.openpgp.PGPOnePassSignature;
import org.bouncycastle.openpgp.PGPOnePassSignatureList;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.api.OpenPGPCertificate;
import org.bouncycastle.openpgp.api.OpenPGPCertificate.OpenPGPComponentKey;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;

/** What is in a PGP message. Its end is the end only if nothing was changed and the right ones signed. One thread. */
final class Decrypted extends BlockStream {
    private static final int DEEPEST = 4;
    private static final Set<Integer> STRONG = Set.of(
            HashAlgorithmTags.SHA224,
            HashAlgorithmTags.SHA256,
            HashAlgorithmTags.SHA384,
            HashAlgorithmTags.SHA512,
            HashAlgorithmTags.SHA3_256,
            HashAlgorithmTags.SHA3_512);

    private final PGPEncryptedData data;
    private final PGPObjectFactory outer;
    private final InputStream all;
    private final List<OpenPGPCertificate> signers;
    private final List<Announced> announced = new ArrayList<>();
    private final PGPObjectFactory inner;
    private final InputStream literal;
    private boolean ended;

    /** A signature that will follow, of somebody who may sign. */
    private record Announced(PGPOnePassSignature signature, OpenPGPComponentKey key) {}

    Decrypted(
            PGPEncryptedData data,
            InputStream clear,
            PGPObjectFactory outer,
            InputStream all,
            List<OpenPGPCertificate> signers)
            throws IOException, PGPException {
        this.data = data;
        this.outer = outer;
        this.all = all;
        this.signers = signers;
        PGPObjectFactory packets = new BcPGPObjectFactory(clear);
        Object packet = packets.nextObject();
        int depth = 0;
        while (!(packet instanceof PGPLiteralData)) {
            if (packet instanceof PGPCompressedData compressed) {
                depth++;
                packets = new BcPGPObjectFactory(compressed.getDataStream());
            } else if (packet instanceof PGPOnePassSignatureList list) {
                announce(list);
            } else if (!(packet instanceof PGPMarker)) {
                throw new TransformException("there is no file in the PGP message");
            }
            if (depth > DEEPEST) {
                throw new TransformException("it is compressed again and again");
            }
            packet = packets.nextObject();
        }
        inner = packets;
        literal = ((PGPLiteralData) packet).getInputStream();
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        if (ended) {
            return -1;
        }
        int count = literal.read(target, from, length);
        if (count < 0) {
            finish();
            ended = true;
        }
        for (Announced each : announced) {
            each.signature().update(target, from, Math.max(0, count));
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        all.close();
    }

    private void announce(PGPOnePassSignatureList list) throws PGPException {
        for (PGPOnePassSignature signature : list) {
            Optional<OpenPGPComponentKey> key = signers.stream()
                    .flatMap(signer -> Optional.ofNullable(signer.getKey(signature.getKeyIdentifier())).stream())
                    .findFirst();
            if (key.isPresent() && signature.getSignatureType() == PGPSignature.BINARY_DOCUMENT) {
                signature.init(
                        new BcPGPContentVerifierBuilderProvider(), key.get().getPGPPublicKey());
                announced.add(new Announced(signature, key.get()));
            }
        }
    }

    private void finish() throws IOException {
        try {
            boolean signed = isSigned();
            if (!data.isAEAD() && !data.verify()) {
                throw new TransformException("it was changed after it was encrypted");
            }
            if (!signers.isEmpty() && !signed) {
                throw new TransformException("it bears no valid signature of those who must sign");
            }
            if (outer.nextObject() != null || hasMore()) {
                throw new TransformException("something stands behind the PGP message");
            }
        } catch (PGPException e) {
            throw new TransformException("it was changed after it was encrypted: " + e.getMessage(), e);
        }
    }

    private boolean isSigned() throws IOException, PGPException {
        boolean signed = false;
        for (Object packet = inner.nextObject(); packet != null; packet = inner.nextObject()) {
            if (!(packet instanceof PGPSignatureList list)) {
                throw new TransformException("there is more than one file in the PGP message");
            }
            for (PGPSignature signature : list) {
                signed |= isGood(signature);
            }
        }
        return signed;
    }

    private boolean isGood(PGPSignature signature) throws PGPException {
        for (Announced each : announced) {
            if (each.signature().getKeyID() == signature.getKeyID()
                    && STRONG.contains(signature.getHashAlgorithm())
                    && each.key().isSigningKey(signature.getCreationTime())) {
                return each.signature().verify(signature);
            }
        }
        return false;
    }

    /** Behind armor there may be empty lines. */
    private boolean hasMore() throws IOException {
        for (int next = all.read(); next >= 0; next = all.read()) {
            if (!Character.isWhitespace(next)) {
                return true;
            }
        }
        return false;
    }
}
