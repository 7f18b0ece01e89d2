use url::Url;

use super::super::cite;
use super::{doi, journal};
use crate::domain::table_rows;

/// The work and the locator that a URL names, as one text.
fn work_of(url: &str) -> String {
    let cited = cite(&Url::parse(url).unwrap());
    let locator = cited.locator.map(|locator| format!(" @{locator}")).unwrap_or_default();
    cited.work.unwrap_or_default() + &locator
}

fn check(cases: &[(&str, &str)]) {
    for (url, work) in cases {
        assert_eq!(work_of(&format!("https://{url}")), *work, "{url}");
    }
}

#[test]
fn dois_are_found_in_paths_and_resolvers() {
    check(&[
        ("doi.org/10.1038/NATURE12373", "doi:10.1038/nature12373"),
        ("dx.doi.org/doi:10.1000/a%2Fb", "doi:10.1000/a/b"),
        (
            "doi.org/10.1002%2F(SICI)1097-4571(199806)49:8%3C693::AID-ASI4%3E3.0.CO;2-O",
            "doi:10.1002/(sici)1097-4571(199806)49:8<693::aid-asi4>3.0.co;2-o",
        ),
        (
            "journals.sagepub.com/doi/pdf/10.2189/asqu.2009.54.1.90?casa_token=x&",
            "doi:10.2189/asqu.2009.54.1.90",
        ),
        ("www.science.org/doi/10.1126/science.aan5197", "doi:10.1126/science.aan5197"),
        ("www.tandfonline.com/doi/full/10.1080/0.1/", "doi:10.1080/0.1"),
        ("onlinelibrary.wiley.com/doi/10.1111/j.1.x/abstract", "doi:10.1111/j.1.x"),
        ("onlinelibrary.wiley.com/doi/10.1111/j.1.x/abstract;jsessionid=AB", "doi:10.1111/j.1.x"),
        (
            "link.springer.com/content/pdf/10.1007/s12115-008-9139-8.pdf",
            "doi:10.1007/s12115-008-9139-8",
        ),
        (
            "link.springer.com/article/10.1007/s12115-008-9139-8#Sec2",
            "doi:10.1007/s12115-008-9139-8 @#Sec2",
        ),
        ("www.frontiersin.org/articles/10.3389/fpsyg.2020.1/full", "doi:10.3389/fpsyg.2020.1"),
        (
            "academic.oup.com/nar/article/doi/10.1093/nar/gkaa1100/6006194",
            "doi:10.1093/nar/gkaa1100",
        ),
        (
            "www.biorxiv.org/content/10.1101/2020.01.01.123456v2.full.pdf",
            "doi:10.1101/2020.01.01.123456 @v2",
        ),
        (
            "journals.plos.org/plosone/article?id=10.1371/journal.pone.1",
            "doi:10.1371/journal.pone.1",
        ),
        ("pubs.acs.org/doi/pdfplus/10.1021/a.b", "doi:10.1021/a.b"),
        (
            "www.plosone.org/article/info%3Adoi%2F10.1371%2Fjournal.pone.1",
            "doi:10.1371/journal.pone.1",
        ),
        ("www.plosone.org/article/info:doi/10.1371/journal.pone.1", "doi:10.1371/journal.pone.1"),
        (
            "www.biorxiv.org/content/10.1101/2020.01.01.123456v1.full",
            "doi:10.1101/2020.01.01.123456 @v1",
        ),
    ]);
}

#[test]
fn what_only_looks_like_a_doi_is_none() {
    check(&[
        ("ex.com/releases/10.2019/notes", ""),
        ("ex.com/show?doi=10.1000%2Fx", ""),
        ("forum.example/thread?doi=10.1000/x", ""),
        ("www.science.org/action/doSearch?ContribAuthorRaw=x&doi=10.1000/x", ""),
        ("www.tandfonline.com/action/showCitFormats?doi=10.1000/x", ""),
        ("ex.com/doi/10.1/x", ""),
        ("ex.com/doi/10.1234567890/x", ""),
        ("ex.com/doi/10.1000/", ""),
        ("doi.org/10.1000/a%20b", ""),
        ("doi.org/about", ""),
        ("www.nature.com/articles/%20d41586-018-00542-3", ""),
        ("www.nature.com/articles", ""),
        ("www.nature.com/nature/articles?type=news", ""),
        (
            "citeseerx.ist.psu.edu/viewdoc/download?doi=10.1.1.196.4322&rep=rep1&type=pdf",
            "citeseerx:10.1.1.196.4322",
        ),
    ]);
}

#[test]
fn dois_of_other_schemes_take_their_names() {
    check(&[
        ("doi.org/10.48550/arXiv.2001.01234", "arxiv:2001.01234"),
        ("doi.org/10.2139/ssrn.3023545", "ssrn:3023545"),
        ("doi.org/10.2307/25790563", "jstor:25790563"),
        ("doi.org/10.2307/j.ctt1abc", "jstor:j.ctt1abc"),
        ("www.jstor.org/stable/j.ctt1abc", "jstor:j.ctt1abc"),
    ]);
}

#[test]
fn journals_have_rules_of_their_own() {
    check(&[
        ("www.nature.com/articles/s41597-020-0430-x", "doi:10.1038/s41597-020-0430-x"),
        ("www.nature.com/articles/nature12373.pdf", "doi:10.1038/nature12373"),
        ("www.nature.com/articles/d41586-018-07222-2", "doi:10.1038/d41586-018-07222-2"),
        ("www.nature.com/articles/d41586-018-07222-2/figures/1", ""),
        ("www.nature.com/articles/d41586-018-07222-2/metrics", ""),
        ("www.nature.com/articles/d41586-018-07222-2.ris", ""),
        ("www.nature.com/articles/s42256-020-00246-2.epdf", "doi:10.1038/s42256-020-00246-2"),
        ("www.bmj.com/content/360/bmj.j5910", "doi:10.1136/bmj.j5910"),
        ("www.bmj.com/content/bmj/360/bmj.j5910.full.pdf", "doi:10.1136/bmj.j5910"),
        ("www.bmj.com/content/377/bmj-2021-068302", "doi:10.1136/bmj-2021-068302"),
        ("www.bmj.com/content/360", ""),
        ("www.bmj.com/content/360/bmj.j5910/rapid-responses", ""),
        (
            "www.thelancet.com/journals/lanmic/article/PIIS2666-5247(21)00280-9/fulltext#%20",
            "doi:10.1016/s2666-5247(21)00280-9",
        ),
        (
            "www.thelancet.com/pdfs/journals/lancet/PIIS0140-6736%2820%2930183-5.pdf",
            "doi:10.1016/s0140-6736(20)30183-5",
        ),
        ("www.cell.com/action/showPdf?pii=S0092-8674%2815%2901705-5", "pii:S0092-8674(15)01705-5"),
        ("www.cell.com/cell/fulltext/S0092-8674(15)01705-5", "pii:S0092-8674(15)01705-5"),
        (
            "www.sciencedirect.com/science/article/pii/S0092867415017055",
            "pii:S0092-8674(15)01705-5",
        ),
        ("science.sciencemag.org/content/356/6339/696.2.abstract", "science:356/6339/696.2"),
        ("science.sciencemag.org/content/sci/356/6339/696.2.full.pdf", "science:356/6339/696.2"),
        ("www.science.org/content/article/its-crispr-revolution", ""),
        ("stm.sciencemag.org/content/1/2/3", ""),
    ]);
}

#[test]
fn repositories_and_indexes_have_numbers() {
    check(&[
        ("arxiv.org/abs/2001.01234v2", "arxiv:2001.01234 @v2"),
        ("arxiv.org/pdf/2001.01234.pdf", "arxiv:2001.01234"),
        ("arxiv.org/pdf/hep-th/9901001v1", "arxiv:hep-th/9901001 @v1"),
        ("arxiv.org/list/hep-th/new", ""),
        ("pubmed.ncbi.nlm.nih.gov/25910392/", "pmid:25910392"),
        ("www.ncbi.nlm.nih.gov/pubmed/25910392", "pmid:25910392"),
        ("europepmc.org/article/MED/25910392", "pmid:25910392"),
        ("www.ncbi.nlm.nih.gov/pmc/articles/PMC4480558/", "pmcid:PMC4480558"),
        ("pmc.ncbi.nlm.nih.gov/articles/pmc4480558/pdf/a.pdf", "pmcid:PMC4480558"),
        ("www.nih.gov/news", ""),
        ("papers.ssrn.com/sol3/papers.cfm?abstract_id=3023545", "ssrn:3023545"),
        ("ssrn.com/abstract=3023545", "ssrn:3023545"),
        ("www.jstor.org/stable/25790563?seq=1", "jstor:25790563"),
        ("www.jstor.org/stable/pdf/resrep20439.5.pdf", "jstor:resrep20439.5"),
        ("www.jstor.org/stable/10.7249/mr1121af", "doi:10.7249/mr1121af"),
        (
            "www.researchgate.net/publication/324472765_Mapping_microbiology",
            "researchgate:324472765",
        ),
        ("www.researchgate.net/profile/A-B/publication/324472765", "researchgate:324472765"),
        ("www.wikidata.org/wiki/Q42", "wikidata:Q42"),
        ("www.wikidata.org/wiki/Property:P1", ""),
    ]);
}

#[test]
fn laws_and_registers_have_official_numbers() {
    check(&[
        (
            "www.govinfo.gov/content/pkg/BILLS-117s1744is/pdf/BILLS-117s1744is.pdf",
            "us-bill:117-s-1744 @is",
        ),
        ("www.govinfo.gov/app/details/BILLS-117hconres12eh", "us-bill:117-hconres-12 @eh"),
        ("www.congress.gov/bill/117th-congress/senate-bill/1744", "us-bill:117-s-1744"),
        ("www.congress.gov/bill/117th-congress/senate-bill/1744/text/is", "us-bill:117-s-1744 @is"),
        ("www.congress.gov/117/bills/s1744/BILLS-117s1744is.pdf", "us-bill:117-s-1744 @is"),
        ("www.congress.gov/member/x/1", ""),
        ("www.govinfo.gov/link/bills/116/hr/748", "us-bill:116-hr-748"),
        ("www.govinfo.gov/link/bills/116/hr", ""),
        ("www.govinfo.gov/link/plaw/116/public/136", "govinfo:PLAW-116publ136"),
        ("www.congress.gov/116/plaws/publ136/PLAW-116publ136.pdf", "govinfo:PLAW-116publ136"),
        ("www.govtrack.us/congress/bills/116/hr748", "us-bill:116-hr-748"),
        ("www.govtrack.us/congress/bills/116/hr748/studyguide", ""),
        ("www.congress.gov/congressional-report/116th-congress/house-report/748", ""),
        (
            "www.govinfo.gov/content/pkg/PLAW-116publ145/pdf/PLAW-116publ145.pdf",
            "govinfo:PLAW-116publ145",
        ),
        ("www.govinfo.gov/content/pkg/FR-2021-12-17/pdf/2021-27406.pdf", "us-fr-doc:2021-27406"),
        (
            "www.federalregister.gov/documents/2021/12/17/2021-27406/addition",
            "us-fr-doc:2021-27406",
        ),
        ("www.federalregister.gov/d/2021-27406", "us-fr-doc:2021-27406"),
        ("public-inspection.federalregister.gov/2021-27406.pdf", "us-fr-doc:2021-27406"),
        ("www.federalregister.gov/agencies/x", ""),
        ("eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX%3A32016R0679", "celex:32016R0679"),
        ("eur-lex.europa.eu/legal-content/EN/ALL/?uri=celex:32016r0679", "celex:32016R0679"),
        ("eur-lex.europa.eu/eli/reg/2016/679/oj", "celex:32016R0679"),
        (
            "eur-lex.europa.eu/LexUriServ/LexUriServ.do?uri=CELEX:32016R0679:EN:NOT",
            "celex:32016R0679",
        ),
        ("eur-lex.europa.eu/legal-content/EN/TXT/HTML/?uri=CELEX:32016R0679", "celex:32016R0679"),
        ("eur-lex.europa.eu/legal-content/EN/NIM/?uri=CELEX:32016R0679", ""),
        ("eur-lex.europa.eu/legal-content/EN/LSU/?uri=CELEX:32016R0679", ""),
        ("ec.europa.eu/x?uri=CELEX:32016R0679", ""),
        (
            "www.legislation.gov.uk/ukpga/2018/12/section/3/enacted",
            "uk-law:ukpga/2018/12 @section/3",
        ),
        ("www.legislation.gov.uk/id/uksi/2019/419", "uk-law:uksi/2019/419"),
        ("www.legislation.gov.uk/browse/uk", ""),
        ("www.courtlistener.com/docket/123/a-v-b/", "courtlistener:docket/123"),
        ("www.courtlistener.com/docket/123/4/a-v-b/", "courtlistener:docket/123/4"),
        ("www.courtlistener.com/docket/123/5/a-v-b/", "courtlistener:docket/123/5"),
        ("www.courtlistener.com/docket/123/5/1/a-v-b/", "courtlistener:docket/123/5/1"),
        ("www.courtlistener.com/opinion/123/a-v-b/authorities/", ""),
        ("www.courtlistener.com/?q=x", ""),
    ]);
}

#[test]
fn agencies_books_and_films_have_numbers() {
    check(&[
        ("www.reuters.com/article/us-health-china-bgi-dna-idUSKCN2ED1A6", "reuters:idUSKCN2ED1A6"),
        ("www.reuters.com/article/us-a/the-title-idUSKCN0S61WY20151012", "reuters:idUSKCN0S61WY"),
        ("www.reuters.com/article/iduskcn2ed1a6/", "reuters:idUSKCN2ED1A6"),
        ("www.reuters.com/article/a-story-idea", ""),
        ("www.reuters.com/world/china/a-2022-02-28/", ""),
        ("www.businesswire.com/news/home/20210617005128/en/BeiGene", "businesswire:20210617005128"),
        ("ex.edu/book/9780231144209/x", "isbn:9780231144209"),
        ("ex.edu/978-1-250-08937-3", "isbn:9781250089373"),
        ("ex.edu/isbn/0306406152", "isbn:9780306406157"),
        ("ex.edu/book/0306406152", ""),
        ("ex.edu/book/9780231144208", ""),
        ("www.youtube.com/watch?v=HjTW2nZNa6s&t=93", "youtube:HjTW2nZNa6s @t=93"),
        ("youtu.be/HjTW2nZNa6s?t=4m30s", "youtube:HjTW2nZNa6s @t=4m30s"),
        ("www.youtube-nocookie.com/embed/HjTW2nZNa6s", "youtube:HjTW2nZNa6s"),
        ("www.youtube.com/embed/videoseries?list=x", ""),
        ("www.youtube.com/watch?v=abc", ""),
    ]);
}

#[test]
fn publishers_addresses_hold_their_dois() {
    check(&[
        ("www.mdpi.com/2076-393X/9/9/1033/htm", "doi:10.3390/vaccines9091033"),
        ("www.mdpi.com/1660-4601/17/3/729/pdf?version=1", "doi:10.3390/ijerph17030729"),
        ("www.mdpi.com/1422-0067/22/24/13123", "doi:10.3390/ijms222413123"),
        ("doi.org/10.3390/ijms222413123", "doi:10.3390/ijms222413123"),
        ("www.mdpi.com/1422-0067/3/4/302", ""),
        ("www.mdpi.com/2076-393X/9/9", ""),
        ("www.mdpi.com/2076-393X/9/9/1033/s1", ""),
        ("www.mdpi.com/2076-393X/9/123/1033", ""),
        ("www.mdpi.com/1234-5679/9/9/1033", ""),
        ("www.hindawi.com/journals/bmri/2020/1234567/", "doi:10.1155/2020/1234567"),
        ("www.hindawi.com/journals/bmri/contents/2020/", ""),
        ("elifesciences.org/articles/12345", "doi:10.7554/elife.12345"),
        ("elifesciences.org/digests/12345/x", ""),
        ("peerj.com/articles/4375/", "doi:10.7717/peerj.4375"),
        ("peerj.com/articles/cs-12.pdf", "doi:10.7717/peerj-cs.12"),
        ("peerj.com/articles/index.html", ""),
        ("acp.copernicus.org/articles/20/1/2020/acp-20-1-2020.pdf", "doi:10.5194/acp-20-1-2020"),
        ("www.copernicus.org/articles/20/1/2020/", ""),
        ("pubs.rsc.org/en/Content/ArticleLanding/2020/SC/D0SC01234A", "doi:10.1039/d0sc01234a"),
        ("pubs.rsc.org/en/content/articlelanding/2020/sc/unknown123", ""),
        ("www.nber.org/papers/w12345", "doi:10.3386/w12345"),
        ("www.nber.org/system/files/working_papers/w12345/w12345.pdf", "doi:10.3386/w12345"),
        ("www.nber.org/system/files/chapters/c12345/c12345.pdf", ""),
        (
            "www.nature.com/nature/journal/v500/n7464/full/nature12373.html",
            "doi:10.1038/nature12373",
        ),
        ("www.nature.com/nature/journal/v500/n7464/index.html", ""),
        ("www.biorxiv.org/content/early/2019/01/01/123456.full.pdf", "doi:10.1101/123456"),
        ("www.biorxiv.org/content/early/recent", ""),
        ("link.springer.com/referenceworkentry/10.1007/978-3-1_2", "doi:10.1007/978-3-1_2"),
        ("doi.apa.org/10.1037/a0012345", "doi:10.1037/a0012345"),
        ("sci-hub.se/10.1037/a0012345", "doi:10.1037/a0012345"),
        ("ex.com/10.1037/a0012345", ""),
        (
            "dataverse.harvard.edu/dataset.xhtml?persistentId=doi:10.7910/DVN/ABC123",
            "doi:10.7910/dvn/abc123",
        ),
        ("dataverse.harvard.edu/search?persistentId=doi:10.7910/DVN/ABC123", ""),
        ("www.aeaweb.org/articles?id=10.1257/aer.1", "doi:10.1257/aer.1"),
    ]);
}

#[test]
fn publishers_without_a_doi_in_the_address_have_numbers() {
    check(&[
        ("www.pnas.org/content/117/30/17656.full.pdf", "pnas:117/30/17656"),
        ("www.pnas.org/content/pnas/117/30/17656.abstract", "pnas:117/30/17656"),
        ("www.pnas.org/content/117/30", ""),
        ("academic.oup.com/nar/article-abstract/48/D1/D1/5614567", "oup:nar/5614567"),
        ("academic.oup.com/nar/article-pdf/48/D1/D1/31697898/gkz966.pdf", ""),
        (
            "www.cambridge.org/core/journals/a-b/article/the-title/0123456789ABCDEF0123456789ABCDEF#x",
            "cambridge:0123456789ABCDEF0123456789ABCDEF @#x",
        ),
        ("www.cambridge.org/core/journals/a-b/article/the-title", ""),
        ("www.jamda.com/article/S1525-8610(20)30354-2/fulltext", "pii:S1525-8610(20)30354-2"),
        ("www.jamda.com/article/S1525861020303542/fulltext", ""),
        ("linkinghub.elsevier.com/retrieve/pii/S0092867415017055", "pii:S0092-8674(15)01705-5"),
    ]);
}

#[test]
fn preprints_and_data_have_numbers_with_versions() {
    check(&[
        ("arxiv.org/abs/math.GT/0309136", "arxiv:math/0309136"),
        ("ar5iv.labs.arxiv.org/html/2001.01234", "arxiv:2001.01234"),
        (
            "www.semanticscholar.org/paper/T/0123456789abcdef0123456789abcdef01234567",
            "s2:0123456789abcdef0123456789abcdef01234567",
        ),
        ("api.semanticscholar.org/CorpusID:1234", "s2corpus:1234"),
        ("www.semanticscholar.org/author/A/1234", ""),
        ("openreview.net/pdf?id=rJ_a1-b", "openreview:rJ_a1-b"),
        ("openreview.net/forum?id=rJ1&noteId=x2", "openreview:rJ1 @noteId=x2"),
        ("openreview.net/group?id=ICLR.cc", ""),
        ("hal.science/hal-01234567v2/document", "hal:hal-01234567 @v2"),
        ("tel.archives-ouvertes.fr/tel-01234567", "hal:tel-01234567"),
        ("hal.science/search/index", ""),
        ("zenodo.org/records/1234567", "zenodo:1234567"),
        ("doi.org/10.5281/zenodo.1234567", "zenodo:1234567"),
        ("zenodo.org/communities/x", ""),
        ("zenodo.org/records/1234567/files/a.pdf?download=1", "zenodo:1234567"),
        ("zenodo.org/records/1234567/files/a.csv", ""),
        ("osf.io/preprints/socarxiv/abcde_v2", "osf:abcde @v2"),
        ("doi.org/10.31235/OSF.IO/ABCDE", "osf:abcde"),
        ("osf.io/9abcd/", "osf:9abcd"),
        ("osf.io/terms", ""),
        ("osf.io/9abcd/files", ""),
        ("figshare.com/articles/dataset/A_title/12345678/2", "figshare:12345678 @v2"),
        ("figshare.com/articles/A_title/12345678/2", "figshare:12345678 @v2"),
        ("doi.org/10.6084/m9.figshare.12345678.v2", "figshare:12345678 @v2"),
        ("figshare.com/collections/A_title/12345678", ""),
        ("brunel.figshare.com/articles/thesis/A/12345678", ""),
        ("aclanthology.org/2020.acl-main.1.pdf", "acl:2020.acl-main.1"),
        ("doi.org/10.18653/v1/P19-1001", "acl:p19-1001"),
        ("www.aclweb.org/anthology/P19-1001/", "acl:p19-1001"),
        ("aclanthology.org/volumes/2020.acl-main/", ""),
        ("proceedings.mlr.press/v97/smith19a/smith19a.pdf", "pmlr:v97/smith19a"),
        ("proceedings.mlr.press/v97/", ""),
        ("proceedings.mlr.press/v97/smith19a/smith19a-supp.pdf", ""),
        (
            "papers.nips.cc/paper_files/paper/2017/file/0123456789abcdef0123456789abcdef-Paper.pdf",
            "neurips:2017/0123456789abcdef0123456789abcdef",
        ),
        ("papers.nips.cc/paper/2017/file/0123456789abcdef0123456789abcdef-Reviews.html", ""),
    ]);
}

#[test]
fn standards_have_numbers() {
    check(&[
        ("www.rfc-editor.org/rfc/rfc6749.html#section-3", "rfc:6749 @#section-3"),
        ("datatracker.ietf.org/doc/html/rfc6749", "rfc:6749"),
        ("tools.ietf.org/html/rfc0793", "rfc:793"),
        ("www.ietf.org/rfc/rfc793.txt", "rfc:793"),
        ("doi.org/10.17487/RFC0793", "rfc:793"),
        ("datatracker.ietf.org/doc/rfc6749/history/", ""),
        ("www.rfc-editor.org/rfc-index.html", ""),
        ("tools.ietf.org/html/draft-ietf-quic-http-34", "ietf-draft:draft-ietf-quic-http @34"),
        (
            "datatracker.ietf.org/doc/draft-ietf-quic-http/34/",
            "ietf-draft:draft-ietf-quic-http @34",
        ),
        ("datatracker.ietf.org/wg/quic/", ""),
        ("www.w3.org/TR/xml/", "w3c:xml"),
        ("www.w3.org/TR/2008/REC-xml-20081126/", "w3c:xml @20081126"),
        ("www.w3.org/TR/CSS2/selector.html", "w3c:CSS2 @selector.html"),
        ("www.w3.org/TR/", ""),
        ("www.w3.org/blog/2008/REC-xml-20081126", ""),
        ("ieeexplore.ieee.org/document/1234567/", "ieee:1234567"),
        ("ieeexplore.ieee.org/stamp/stamp.jsp?tp=&arnumber=01234567", "ieee:1234567"),
        ("ieeexplore.ieee.org/xpl/conhome/1234567/proceeding", ""),
        ("standards.ieee.org/document/1234567", ""),
    ]);
}

#[test]
fn reports_filings_and_trials_have_numbers() {
    check(&[
        ("eur-lex.europa.eu/eli/reg_impl/2020/1294/oj", "celex:32020R1294"),
        ("eur-lex.europa.eu/eli/dec_impl/2021/914/oj", "celex:32021D0914"),
        ("eur-lex.europa.eu/eli/treaty/teu_2012/oj", ""),
        ("crsreports.congress.gov/product/pdf/R/R45123/4", "crs:R45123 @v4"),
        ("crsreports.congress.gov/product/details?prodcode=R45123", "crs:R45123"),
        ("www.congress.gov/crs-product/IF12345", "crs:IF12345"),
        ("crsreports.congress.gov/search/", ""),
        ("www.gao.gov/assets/gao-20-123.pdf", "gao:gao-20-123"),
        ("www.gao.gov/products/GAO-20-123SP", "gao:gao-20-123sp"),
        ("www.gao.gov/assets/720/711234.pdf", ""),
        (
            "www.sec.gov/ix?doc=/Archives/edgar/data/320193/000032019323000106/aapl-20230930.htm",
            "edgar:320193/000032019323000106/aapl-20230930.htm",
        ),
        (
            "www.sec.gov/Archives/edgar/data/320193/000032019323000106/aapl-20230930.htm",
            "edgar:320193/000032019323000106/aapl-20230930.htm",
        ),
        ("www.sec.gov/Archives/edgar/data/320193/", ""),
        ("clinicaltrials.gov/ct2/show/NCT01234567", "nct:NCT01234567"),
        ("clinicaltrials.gov/study/NCT01234567?term=x", "nct:NCT01234567"),
        ("clinicaltrials.gov/search?term=NCT01234567", ""),
        ("undocs.org/en/A/RES/70/1", "un:A/RES/70/1"),
        ("docs.un.org/A/RES/70/1", "un:A/RES/70/1"),
        ("www.un.org/en/ga/search/view_doc.asp?symbol=A/RES/70/1", "un:A/RES/70/1"),
        ("undocs.org/Home/Mobile?FinalSymbol=A%2FRES%2F70%2F1&Language=E", "un:A/RES/70/1"),
        ("daccess-ods.un.org/access.nsf/Get?Open&DS=A/RES/70/1&Lang=E", "un:A/RES/70/1"),
        ("undocs.org/Home/Mobile?Language=E", ""),
        ("www.un.org/en/A/RES/70/1", ""),
    ]);
}

#[test]
fn books_and_patents_have_numbers() {
    check(&[
        ("www.amazon.co.uk/The-Title/dp/0306406152/ref=x", "isbn:9780306406157"),
        ("www.amazon.com/dp/0306406153", ""),
        ("www.amazon.com/dp/B000000000", "asin:amazon.com/B000000000"),
        ("www.amazon.com/gp/product/B000000000/ref=x", "asin:amazon.com/B000000000"),
        ("www.amazon.com/Title/dp/B000000000/?tag=x", "asin:amazon.com/B000000000"),
        ("www.amazon.de/dp/B000000000", "asin:amazon.de/B000000000"),
        ("www.amazon.com/product-reviews/B000000000", ""),
        ("ex.com/dp/0306406152", ""),
        ("www.worldcat.org/title/a-title/oclc/12345", "oclc:12345"),
        ("search.worldcat.org/title/12345", "oclc:12345"),
        ("www.worldcat.org/title/a-title", ""),
        ("openlibrary.org/books/OL123M/A_title", "openlibrary:OL123M"),
        ("openlibrary.org/authors/OL123A", ""),
        ("books.google.de/books?id=ab-_56789012&pg=PA12", "googlebooks:ab-_56789012 @pg=PA12"),
        ("www.google.com/books/edition/A_title/ab-_56789012?gbpv=1", "googlebooks:ab-_56789012"),
        ("www.google.com/search?id=ab-_56789012", ""),
        ("patents.google.com/patent/US1234567B2/en", "patent:US1234567"),
        ("patents.google.com/patent/US1234567", "patent:US1234567"),
        ("www.google.com/patents/US1234567", "patent:US1234567"),
        ("patents.justia.com/patent/1234567", "patent:US1234567"),
        ("www.freepatentsonline.com/1234567.html", "patent:US1234567"),
        (
            "worldwide.espacenet.com/publicationDetails/biblio?CC=US&NR=1234567B2&KC=B2",
            "patent:US1234567",
        ),
        ("patents.google.com/patent/US20200123456A1/en", "patent:US20200123456A1"),
        ("patents.google.com/patent/EP1234567A1/en", "patent:EP1234567A1"),
        ("patents.google.com/patent/EP1234567B1/en", "patent:EP1234567B1"),
        ("patents.google.com/?q=US1234567B2", ""),
    ]);
}

#[test]
fn stories_posts_and_pages_are_one_under_two_names() {
    check(&[
        (
            "apnews.com/article/a-b-0123456789abcdef0123456789abcdef",
            "ap:0123456789abcdef0123456789abcdef",
        ),
        ("apnews.com/0123456789abcdef0123456789abcdef", "ap:0123456789abcdef0123456789abcdef"),
        ("apnews.com/hub/a-b", ""),
        ("www.bbc.co.uk/news/world-europe-12345678", "bbc:world-europe-12345678"),
        ("www.bbc.com/news/articles/c1234567890o", "bbc:c1234567890o"),
        ("www.bbc.com/news/world", ""),
        ("www.lemonde.fr/planete/article/2020/01/02/a_6000001_3244.html", "lemonde:6000001"),
        ("www.lemonde.fr/idees/article/2020/01/02/b_6000001_3232.html", "lemonde:6000001"),
        ("www.lemonde.fr/idees/article/2020/01/02/b_6000002_3232.html", "lemonde:6000002"),
        (
            "www.youtube.com/attribution_link?a=x&u=/watch%3Fv%3DHjTW2nZNa6s%26feature%3Dshare",
            "youtube:HjTW2nZNa6s",
        ),
        ("yewtu.be/watch?v=HjTW2nZNa6s", "youtube:HjTW2nZNa6s"),
        ("vimeo.com/12345678", "vimeo:12345678"),
        ("player.vimeo.com/video/12345678", "vimeo:12345678"),
        ("vimeo.com/channels/staffpicks", ""),
        ("twitter.com/ann/status/1234567890123", "tweet:1234567890123"),
        ("x.com/i/web/status/1234567890123", "tweet:1234567890123"),
        ("x.com/ann/status/12345/photo/1", "tweet:12345"),
        ("twitter.com/ann", ""),
        ("twitter.com/ann/lists/status", ""),
        ("en.m.wikipedia.org/wiki/tide_gauge#Use", "wikipedia:en/Tide_gauge @#Use"),
        (
            "en.wikipedia.org/w/index.php?title=Tide_gauge&oldid=12",
            "wikipedia:en/Tide_gauge @oldid=12",
        ),
        ("en.wikipedia.org/wiki/Tide%20gauge?utm_source=x", "wikipedia:en/Tide_gauge"),
        ("zh.wikipedia.org/zh-hans/%E6%BD%AE", "wikipedia:zh/潮 @zh-hans"),
        ("zh.wikipedia.org/wiki/%E6%BD%AE", "wikipedia:zh/潮"),
        ("en.wikipedia.org/wiki/Special:Search?search=tide", ""),
        ("en.wikipedia.org/w/index.php?title=Tide_gauge&action=history", ""),
        ("en.wikipedia.org/w/index.php?title=Tide+gauge", ""),
        ("www.wikipedia.org/wiki/Tide_gauge", ""),
        ("en.wikipedia.org/wiki/Tide_gauge#/media/File:A.jpg", ""),
    ]);
}

#[test]
fn pages_about_a_paper_are_not_the_paper() {
    for (before, behind) in [
        ("doi/suppl", ""),
        ("doi/figure", ""),
        ("doi/metrics", ""),
        ("doi/citedby", ""),
        ("doi/references", ""),
        ("article", "/figures/1"),
        ("article", "/metrics"),
        ("article", "/tables/2"),
        ("articles", "/comments"),
        ("doi/abs", "/citations"),
        ("doi/10.1000/x/suppl_file", ""),
        ("content", ".supplementary-material"),
        ("content", ".article-metrics"),
    ] {
        assert_eq!(
            work_of(&format!("https://pub.example/{before}/10.1000/x{behind}")),
            "",
            "{before}"
        );
    }
    check(&[
        ("pub.example/article/10.1000/figures", "doi:10.1000/figures"),
        ("journals.plos.org/plosone/article/comments?id=10.1371/journal.pone.1", ""),
        ("journals.plos.org/plosone/article/authors?id=10.1371/journal.pone.1", ""),
        ("www.cell.com/cell/supplemental/S0092-8674(15)01705-5", ""),
        ("www.pnas.org/content/117/30/17656/tab-figures-data", ""),
        ("elifesciences.org/articles/12345/figures", ""),
        ("www.ncbi.nlm.nih.gov/pmc/articles/PMC4480558/figure/F1/", ""),
        ("www.ncbi.nlm.nih.gov/pmc/articles/pmid/25910392/", "pmid:25910392"),
    ]);
}

#[test]
fn parameters_hold_a_doi_where_the_page_is_the_paper() {
    let rows: Vec<[&str; 6]> = table_rows(doi::PARAMETER_TABLE).collect();
    assert!(rows.is_sorted_by(|a, b| (a[0], a[1]) < (b[0], b[1])), "sorted, no row twice");
    for [host, _, _, case, near, why] in rows {
        assert_eq!(work_of(&format!("https://{case}")), "doi:10.1000/x", "{host}");
        assert_eq!(work_of(&format!("https://{near}")), "", "{host}");
        assert!(case.contains(host) && near.contains(host) && !why.is_empty(), "{host}");
    }
    let hosts: Vec<[&str; 2]> = table_rows(doi::HOST_TABLE).collect();
    assert!(hosts.is_sorted_by(|a, b| a[0] < b[0]), "sorted, no host twice");
    for [host, why] in hosts {
        let address = format!("https://www.{host}/doi/full/10.1000/x");
        assert!(!why.is_empty() && doi::is_paper_host(&format!("www.{host}")), "{host}");
        assert!(!doi::is_paper_host(&format!("not{host}")), "{host}");
        let mentions = table_rows::<3>(doi::MENTION_TABLE).any(|[other, ..]| other == host);
        assert!(!mentions && !address.is_empty(), "{host}");
    }
    let rows: Vec<[&str; 3]> = table_rows(doi::MENTION_TABLE).collect();
    assert!(rows.is_sorted_by(|a, b| a[0] < b[0]), "sorted, no host twice");
    for [host, case, why] in rows {
        assert_eq!(work_of(&format!("https://{case}")), "", "{host}");
        assert!(case.contains(host) && !why.is_empty(), "{host}");
        // The same path at a publisher's names the paper.
        let path = case.split_once(host).unwrap().1;
        assert_eq!(work_of(&format!("https://pub.example{path}")), "doi:10.1000/x", "{host}");
    }
}

#[test]
fn handles_are_registered_or_a_repository_s_own() {
    check(&[
        ("hdl.handle.net/1721.1/12345", "hdl:1721.1/12345"),
        ("dspace.mit.edu/handle/1721.1/12345", "hdl:1721.1/12345"),
        ("dspace.mit.edu/handle/1721.1/12345?show=full", "hdl:1721.1/12345"),
        ("a.example/handle/123456789/42", ""),
        ("hdl.handle.net/123456789/42", ""),
        ("a.example/handle/10/5", ""),
        ("a.example/handle/1721.1/12345/browse", ""),
        ("a.example/handle/1721.1/12345?query=x", ""),
        (
            "apps.who.int/iris/bitstream/handle/10665/331492/a-eng.pdf?sequence=1&isAllowed=y",
            "hdl:10665/331492",
        ),
        ("iris.who.int/handle/10665/331492", "hdl:10665/331492"),
        ("apps.who.int/iris/bitstream/handle/10665/331492/a-fre.pdf?sequence=2", ""),
        ("apps.who.int/iris/bitstream/10665/331492/1/a-eng.pdf", "hdl:10665/331492"),
        ("apps.who.int/iris/bitstream/10665/331492/2/a-fre.pdf", ""),
    ]);
}

#[test]
fn sections_of_codes_have_numbers() {
    check(&[
        ("www.law.cornell.edu/uscode/text/17/107", "usc:17/107"),
        ("www.law.cornell.edu/uscode/text/17/108", "usc:17/108"),
        ("www.law.cornell.edu/uscode/17/107.html", "usc:17/107"),
        ("www.law.cornell.edu/uscode/text/17", ""),
        ("uscode.house.gov/view.xhtml?req=granuleid:USC-prelim-title17-section107", "usc:17/107"),
        ("uscode.house.gov/view.xhtml?req=(title:17%20section:107%20edition:prelim)", "usc:17/107"),
        ("uscode.house.gov/view.xhtml?req=(title:17%20section:107%20edition:2012)", ""),
        ("www.govinfo.gov/link/uscode/17/107", "usc:17/107"),
        ("www.law.cornell.edu/cfr/text/40/52.21", "cfr:40/52.21"),
        ("www.law.cornell.edu/cfr/text/40/part-52", "cfr:40/part-52"),
        (
            "www.ecfr.gov/current/title-40/chapter-I/subchapter-C/part-52/subpart-A/section-52.21",
            "cfr:40/52.21",
        ),
        ("www.ecfr.gov/current/title-40/part-52", "cfr:40/part-52"),
        ("www.ecfr.gov/cgi-bin/text-idx?rgn=div8&node=se40.3.52_121", "cfr:40/52.21"),
        ("www.ecfr.gov/cgi-bin/text-idx?rgn=div5&node=40:3.0.1.1.1", ""),
        ("www.govinfo.gov/link/cfr/40/52?sectionnum=21", "cfr:40/52.21"),
        ("www.govinfo.gov/link/cfr/40/52?sectionnum=21&year=2010", ""),
        ("www.ecfr.gov/on/2020-01-01/title-40/section-52.21", ""),
    ]);
}

#[test]
fn papers_of_astronomy_and_medicine_have_numbers() {
    check(&[
        ("ui.adsabs.harvard.edu/abs/2016PhRvL.116f1102A/abstract", "ads:2016PhRvL.116f1102A"),
        ("adsabs.harvard.edu/abs/2016PhRvL.116f1102A", "ads:2016PhRvL.116f1102A"),
        ("ui.adsabs.harvard.edu/abs/2016PhRvL.116f1102A/citations", ""),
        ("jamanetwork.com/journals/jama/fullarticle/2762130", "jama:2762130"),
        ("jamanetwork.com/journals/jama/article-abstract/2762130", "jama:2762130"),
        ("jamanetwork.com/journals/jama/issue/323/8", ""),
    ]);
}

#[test]
fn the_table_of_journals_is_sorted_and_every_issn_has_its_check_digit() {
    let rows: Vec<[&str; 4]> = table_rows(journal::MDPI_TABLE).collect();
    assert!(rows.is_sorted_by(|a, b| a[0] < b[0]), "sorted, no ISSN twice");
    for [issn, slug, from, name] in rows {
        let digits: Vec<u32> =
            issn.replace('-', "").chars().map(|ch| ch.to_digit(10).unwrap_or(10)).collect();
        let sum: u32 = digits.iter().zip((1..=8).rev()).map(|(digit, weight)| digit * weight).sum();
        assert!(issn.len() == 9 && sum.is_multiple_of(11), "{issn}");
        assert!(slug.chars().all(|ch| ch.is_ascii_lowercase()), "{issn}: {slug}");
        assert!(from.parse::<u32>().is_ok_and(|from| from > 0) && !name.is_empty(), "{issn}");
    }
}
